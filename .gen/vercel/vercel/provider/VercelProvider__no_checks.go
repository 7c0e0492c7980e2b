//go:build no_runtime_type_checking

package provider

// Building without runtime type checking enabled, so all the below just return nil

func (v *jsiiProxy_VercelProvider) validateAddOverrideParameters(path *string, value interface{}) error {
	return nil
}

func (v *jsiiProxy_VercelProvider) validateOverrideLogicalIdParameters(newLogicalId *string) error {
	return nil
}

func validateVercelProvider_GenerateConfigForImportParameters(scope constructs.Construct, importToId *string, importFromId *string) error {
	return nil
}

func validateVercelProvider_IsConstructParameters(x interface{}) error {
	return nil
}

func validateVercelProvider_IsTerraformElementParameters(x interface{}) error {
	return nil
}

func validateVercelProvider_IsTerraformProviderParameters(x interface{}) error {
	return nil
}

func validateNewVercelProviderParameters(scope constructs.Construct, id *string, config *VercelProviderConfig) error {
	return nil
}

