//go:build no_runtime_type_checking

package project

// Building without runtime type checking enabled, so all the below just return nil

func (p *jsiiProxy_Project) validateAddMoveTargetParameters(moveTarget *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateAddOverrideParameters(path *string, value interface{}) error {
	return nil
}

func (p *jsiiProxy_Project) validateGetAnyMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateGetBooleanAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateGetBooleanMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateGetListAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateGetNumberAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateGetNumberListAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateGetNumberMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateGetStringAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateGetStringMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateImportFromParameters(id *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateInterpolationForAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateMoveFromIdParameters(id *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateMoveToParameters(moveTarget *string, index interface{}) error {
	return nil
}

func (p *jsiiProxy_Project) validateMoveToIdParameters(id *string) error {
	return nil
}

func (p *jsiiProxy_Project) validateOverrideLogicalIdParameters(newLogicalId *string) error {
	return nil
}

func (p *jsiiProxy_Project) validatePutEnvironmentParameters(value interface{}) error {
	return nil
}

func (p *jsiiProxy_Project) validatePutGitRepositoryParameters(value *ProjectGitRepository) error {
	return nil
}

func (p *jsiiProxy_Project) validatePutPasswordProtectionParameters(value *ProjectPasswordProtection) error {
	return nil
}

func (p *jsiiProxy_Project) validatePutVercelAuthenticationParameters(value *ProjectVercelAuthentication) error {
	return nil
}

func validateProject_GenerateConfigForImportParameters(scope constructs.Construct, importToId *string, importFromId *string) error {
	return nil
}

func validateProject_IsConstructParameters(x interface{}) error {
	return nil
}

func validateProject_IsTerraformElementParameters(x interface{}) error {
	return nil
}

func validateProject_IsTerraformResourceParameters(x interface{}) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetBuildCommandParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetConnectionParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetCountParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetDevCommandParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetFrameworkParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetIgnoreCommandParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetInstallCommandParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetLifecycleParameters(val *cdktf.TerraformResourceLifecycle) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetNameParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetOutputDirectoryParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetProtectionBypassForAutomationParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetProvisionersParameters(val *[]interface{}) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetPublicSourceParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetRootDirectoryParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetServerlessFunctionRegionParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Project) validateSetTeamIdParameters(val *string) error {
	return nil
}

func validateNewProjectParameters(scope constructs.Construct, id *string, config *ProjectConfig) error {
	return nil
}

