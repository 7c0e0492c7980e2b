//go:build no_runtime_type_checking

package projectdomain

// Building without runtime type checking enabled, so all the below just return nil

func (p *jsiiProxy_ProjectDomain) validateAddMoveTargetParameters(moveTarget *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateAddOverrideParameters(path *string, value interface{}) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateGetAnyMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateGetBooleanAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateGetBooleanMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateGetListAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateGetNumberAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateGetNumberListAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateGetNumberMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateGetStringAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateGetStringMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateImportFromParameters(id *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateInterpolationForAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateMoveFromIdParameters(id *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateMoveToParameters(moveTarget *string, index interface{}) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateMoveToIdParameters(id *string) error {
	return nil
}

func (p *jsiiProxy_ProjectDomain) validateOverrideLogicalIdParameters(newLogicalId *string) error {
	return nil
}

func validateProjectDomain_GenerateConfigForImportParameters(scope constructs.Construct, importToId *string, importFromId *string) error {
	return nil
}

func validateProjectDomain_IsConstructParameters(x interface{}) error {
	return nil
}

func validateProjectDomain_IsTerraformElementParameters(x interface{}) error {
	return nil
}

func validateProjectDomain_IsTerraformResourceParameters(x interface{}) error {
	return nil
}

func (j *jsiiProxy_ProjectDomain) validateSetConnectionParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_ProjectDomain) validateSetCountParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_ProjectDomain) validateSetDomainParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_ProjectDomain) validateSetGitBranchParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_ProjectDomain) validateSetLifecycleParameters(val *cdktf.TerraformResourceLifecycle) error {
	return nil
}

func (j *jsiiProxy_ProjectDomain) validateSetProjectIdParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_ProjectDomain) validateSetProvisionersParameters(val *[]interface{}) error {
	return nil
}

func (j *jsiiProxy_ProjectDomain) validateSetRedirectParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_ProjectDomain) validateSetRedirectStatusCodeParameters(val *float64) error {
	return nil
}

func (j *jsiiProxy_ProjectDomain) validateSetTeamIdParameters(val *string) error {
	return nil
}

func validateNewProjectDomainParameters(scope constructs.Construct, id *string, config *ProjectDomainConfig) error {
	return nil
}

