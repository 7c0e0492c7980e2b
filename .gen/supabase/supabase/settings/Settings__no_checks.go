//go:build no_runtime_type_checking

package settings

// Building without runtime type checking enabled, so all the below just return nil

func (s *jsiiProxy_Settings) validateAddMoveTargetParameters(moveTarget *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateAddOverrideParameters(path *string, value interface{}) error {
	return nil
}

func (s *jsiiProxy_Settings) validateGetAnyMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateGetBooleanAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateGetBooleanMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateGetListAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateGetNumberAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateGetNumberListAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateGetNumberMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateGetStringAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateGetStringMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateImportFromParameters(id *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateInterpolationForAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateMoveFromIdParameters(id *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateMoveToParameters(moveTarget *string, index interface{}) error {
	return nil
}

func (s *jsiiProxy_Settings) validateMoveToIdParameters(id *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validateOverrideLogicalIdParameters(newLogicalId *string) error {
	return nil
}

func (s *jsiiProxy_Settings) validatePutTimeoutsParameters(value *SettingsTimeouts) error {
	return nil
}

func validateSettings_GenerateConfigForImportParameters(scope constructs.Construct, importToId *string, importFromId *string) error {
	return nil
}

func validateSettings_IsConstructParameters(x interface{}) error {
	return nil
}

func validateSettings_IsTerraformElementParameters(x interface{}) error {
	return nil
}

func validateSettings_IsTerraformResourceParameters(x interface{}) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetApiParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetAuthParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetConnectionParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetCountParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetDatabaseParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetLifecycleParameters(val *cdktf.TerraformResourceLifecycle) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetNetworkParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetPoolerParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetProjectRefParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetProvisionersParameters(val *[]interface{}) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetSslEnforcementParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_Settings) validateSetStorageParameters(val *string) error {
	return nil
}

func validateNewSettingsParameters(scope constructs.Construct, id *string, config *SettingsConfig) error {
	return nil
}

