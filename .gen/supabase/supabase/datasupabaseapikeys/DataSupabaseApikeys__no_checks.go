//go:build no_runtime_type_checking

package datasupabaseapikeys

// Building without runtime type checking enabled, so all the below just return nil

func (d *jsiiProxy_DataSupabaseApikeys) validateAddOverrideParameters(path *string, value interface{}) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeys) validateGetAnyMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeys) validateGetBooleanAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeys) validateGetBooleanMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeys) validateGetListAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeys) validateGetNumberAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeys) validateGetNumberListAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeys) validateGetNumberMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeys) validateGetStringAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeys) validateGetStringMapAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeys) validateInterpolationForAttributeParameters(terraformAttribute *string) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeys) validateOverrideLogicalIdParameters(newLogicalId *string) error {
	return nil
}

func validateDataSupabaseApikeys_GenerateConfigForImportParameters(scope constructs.Construct, importToId *string, importFromId *string) error {
	return nil
}

func validateDataSupabaseApikeys_IsConstructParameters(x interface{}) error {
	return nil
}

func validateDataSupabaseApikeys_IsTerraformDataSourceParameters(x interface{}) error {
	return nil
}

func validateDataSupabaseApikeys_IsTerraformElementParameters(x interface{}) error {
	return nil
}

func (j *jsiiProxy_DataSupabaseApikeys) validateSetCountParameters(val interface{}) error {
	return nil
}

func (j *jsiiProxy_DataSupabaseApikeys) validateSetLifecycleParameters(val *cdktf.TerraformResourceLifecycle) error {
	return nil
}

func (j *jsiiProxy_DataSupabaseApikeys) validateSetProjectRefParameters(val *string) error {
	return nil
}

func validateNewDataSupabaseApikeysParameters(scope constructs.Construct, id *string, config *DataSupabaseApikeysConfig) error {
	return nil
}

