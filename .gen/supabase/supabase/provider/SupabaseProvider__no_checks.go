//go:build no_runtime_type_checking

package provider

// Building without runtime type checking enabled, so all the below just return nil

func (s *jsiiProxy_SupabaseProvider) validateAddOverrideParameters(path *string, value interface{}) error {
	return nil
}

func (s *jsiiProxy_SupabaseProvider) validateOverrideLogicalIdParameters(newLogicalId *string) error {
	return nil
}

func validateSupabaseProvider_GenerateConfigForImportParameters(scope constructs.Construct, importToId *string, importFromId *string) error {
	return nil
}

func validateSupabaseProvider_IsConstructParameters(x interface{}) error {
	return nil
}

func validateSupabaseProvider_IsTerraformElementParameters(x interface{}) error {
	return nil
}

func validateSupabaseProvider_IsTerraformProviderParameters(x interface{}) error {
	return nil
}

func validateNewSupabaseProviderParameters(scope constructs.Construct, id *string, config *SupabaseProviderConfig) error {
	return nil
}

