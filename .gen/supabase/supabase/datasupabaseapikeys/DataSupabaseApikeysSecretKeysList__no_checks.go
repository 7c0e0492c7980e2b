//go:build no_runtime_type_checking

package datasupabaseapikeys

// Building without runtime type checking enabled, so all the below just return nil

func (d *jsiiProxy_DataSupabaseApikeysSecretKeysList) validateAllWithMapKeyParameters(mapKeyAttributeName *string) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeysSecretKeysList) validateGetParameters(index *float64) error {
	return nil
}

func (d *jsiiProxy_DataSupabaseApikeysSecretKeysList) validateResolveParameters(_context cdktf.IResolveContext) error {
	return nil
}

func (j *jsiiProxy_DataSupabaseApikeysSecretKeysList) validateSetTerraformAttributeParameters(val *string) error {
	return nil
}

func (j *jsiiProxy_DataSupabaseApikeysSecretKeysList) validateSetTerraformResourceParameters(val cdktf.IInterpolatingParent) error {
	return nil
}

func (j *jsiiProxy_DataSupabaseApikeysSecretKeysList) validateSetWrapsSetParameters(val *bool) error {
	return nil
}

func validateNewDataSupabaseApikeysSecretKeysListParameters(terraformResource cdktf.IInterpolatingParent, terraformAttribute *string, wrapsSet *bool) error {
	return nil
}

