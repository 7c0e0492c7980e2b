//go:build no_runtime_type_checking

package projectenvironmentvariable

// Building without runtime type checking enabled, so all the below just return nil

func (p *jsiiProxy_ProjectEnvironmentVariable) validateAddMoveTargetParameters(moveTarget *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateAddOverrideParameters(path *string, value interface{}) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateGetAnyMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateGetBooleanAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateGetBooleanMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateGetListAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateGetNumberAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateGetNumberListAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateGetNumberMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateGetStringAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateGetStringMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateImportFromParameters(id *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateInterpolationForAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateMoveFromIdParameters(id *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateMoveToParameters(moveTarget *string, index interface{}) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateMoveToIdParameters(id *string) error {
	return nil
}

func (p *jsiiProxy_ProjectEnvironmentVariable) validateOverrideLogicalIdParameters(newLogicalId *string) error {
	return nil
}

func validateProjectEnvironmentVariable_GenerateConfigForImportParameters(scope constructs.Construct, importToId *string, importFromId *string) error {
	return nil
}

func validateProjectEnvironmentVariable_IsConstructParameters(x interface{}) error {
	return nil
}

func validateProjectEnvironmentVariable_IsTerraformElementParameters(x interface{}) error {
	return nil
}

func validateProjectEnvironmentVariable_IsTerraformResourceParameters(x interface{}) error {
	return nil
}

func (j *jsiiProxy_ProjectEnvironmentVariable) validateSetConnectionParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_ProjectEnvironmentVariable) validateSetCountParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_ProjectEnvironmentVariable) validateSetGitBranchParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_ProjectEnvironmentVariable) validateSetKeyParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_ProjectEnvironmentVariable) validateSetLifecycleParameters(val *cdktf.TerraformResourceLifecycle) error {
	return nil
}

func (j *jsiiProxy_ProjectEnvironmentVariable) validateSetProjectIdParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_ProjectEnvironmentVariable) validateSetProvisionersParameters(val *[]interface{}) error {
	return nil
}

func (j *jsiiProxy_ProjectEnvironmentVariable) validateSetTargetParameters(val *[]*string) error {
	return nil
}

func (j *jsiiProxy_ProjectEnvironmentVariable) validateSetTeamIdParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_ProjectEnvironmentVariable) validateSetValueParameters(val *string) error {
	return nil
}

func validateNewProjectEnvironmentVariableParameters(scope constructs.Construct, id *string, config *ProjectEnvironmentVariableConfig) error {
	return nil
}

