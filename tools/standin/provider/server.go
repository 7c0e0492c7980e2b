// Package provider stands in for the Terraform providers of Supabase, Vercel,
// null and random in tests and on the emulator: Terraform sees their real
// schemas, and resources that live in its state alone. Nothing is ever sent
// anywhere.
//
// A stand-in proves that a configuration fits the schemas, and how values flow
// through Terraform: unknown at plan, sensitive, in state. It proves nothing
// about the services behind the real providers.
package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// server serves one provider. It keeps nothing: what a resource is, Terraform's
// state says.
type server struct {
	config               *tfprotov6.Schema
	resources            map[string]*tfprotov6.Schema
	dataSources          map[string]*tfprotov6.Schema
	ephemeralResources   map[string]*tfprotov6.Schema
	behaviours           map[string]behaviour
	dataSourceValues     map[string]computed
	ephemeralValues      map[string]computed
	complaintsAboutSetup func(object) []*tfprotov6.Diagnostic
}

// New returns the stand-in for a provider.
func New(id ID) (tfprotov6.ProviderServer, error) {
	_, schemas, err := read(id)
	if err != nil {
		return nil, err
	}
	s := &server{
		behaviours:           behaviours,
		dataSourceValues:     dataSources,
		ephemeralValues:      ephemeralResources,
		complaintsAboutSetup: setups[id.Name],
	}
	if s.config, err = convert(schemas.ConfigSchema); err != nil {
		return nil, fmt.Errorf("schema of %s: %w", id.Name, err)
	}
	if s.resources, err = convertAll(schemas.ResourceSchemas); err != nil {
		return nil, fmt.Errorf("schema of %s: %w", id.Name, err)
	}
	if s.dataSources, err = convertAll(schemas.DataSourceSchemas); err != nil {
		return nil, fmt.Errorf("schema of %s: %w", id.Name, err)
	}
	if s.ephemeralResources, err = convertAll(schemas.EphemeralResourceSchemas); err != nil {
		return nil, fmt.Errorf("schema of %s: %w", id.Name, err)
	}
	return s, nil
}

// object is a value with attributes: a resource, a data source, a provider's
// configuration. Nil stands for null.
type object map[string]tftypes.Value

// decode reads what Terraform sent.
func decode(schema *tfprotov6.Schema, dynamic *tfprotov6.DynamicValue) (tftypes.Value, object, error) {
	value, err := dynamic.Unmarshal(schema.ValueType())
	if err != nil || value.IsNull() {
		return value, nil, err
	}
	var attributes object
	err = value.As((*map[string]tftypes.Value)(&attributes))
	return value, attributes, err
}

// text is a string attribute; known is false where it is null or unknown.
func (o object) text(name string) (text string, known bool) {
	value, ok := o[name]
	if !ok || !value.IsKnown() || value.IsNull() || value.As(&text) != nil {
		return "", false
	}
	return text, true
}

func fault(at *tftypes.AttributePath, summary, detail string, args ...any) *tfprotov6.Diagnostic {
	return &tfprotov6.Diagnostic{
		Severity:  tfprotov6.DiagnosticSeverityError,
		Summary:   summary,
		Detail:    fmt.Sprintf(detail, args...),
		Attribute: at,
	}
}

func faults(err error) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{fault(nil, "The stand-in failed", "%s", err)}
}

// notImitated refuses what the stand-in would only make up.
func notImitated(what string) []*tfprotov6.Diagnostic {
	return []*tfprotov6.Diagnostic{fault(nil, "Not imitated", "The stand-in for this provider does not imitate %s.", what)}
}

func (s *server) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	response := &tfprotov6.GetMetadataResponse{}
	for _, name := range slices.Sorted(maps.Keys(s.resources)) {
		response.Resources = append(response.Resources, tfprotov6.ResourceMetadata{TypeName: name})
	}
	for _, name := range slices.Sorted(maps.Keys(s.dataSources)) {
		response.DataSources = append(response.DataSources, tfprotov6.DataSourceMetadata{TypeName: name})
	}
	for _, name := range slices.Sorted(maps.Keys(s.ephemeralResources)) {
		response.EphemeralResources = append(response.EphemeralResources, tfprotov6.EphemeralResourceMetadata{TypeName: name})
	}
	return response, nil
}

func (s *server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider:                 s.config,
		ResourceSchemas:          s.resources,
		DataSourceSchemas:        s.dataSources,
		EphemeralResourceSchemas: s.ephemeralResources,
	}, nil
}

func (s *server) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (s *server) ValidateProviderConfig(_ context.Context, request *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (s *server) ConfigureProvider(_ context.Context, request *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	_, config, err := decode(s.config, request.Config)
	if err != nil {
		return &tfprotov6.ConfigureProviderResponse{Diagnostics: faults(err)}, nil
	}
	response := &tfprotov6.ConfigureProviderResponse{}
	if s.complaintsAboutSetup != nil {
		response.Diagnostics = s.complaintsAboutSetup(config)
	}
	return response, nil
}

func (s *server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (s *server) ValidateDataResourceConfig(_ context.Context, request *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	response := &tfprotov6.ValidateDataResourceConfigResponse{}
	if s.dataSourceValues[request.TypeName] == nil {
		response.Diagnostics = notImitated("the data source " + request.TypeName)
	}
	return response, nil
}

func (s *server) ReadDataSource(_ context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	state, err := s.open(s.dataSources[request.TypeName], s.dataSourceValues[request.TypeName], request.Config)
	if err != nil {
		return &tfprotov6.ReadDataSourceResponse{Diagnostics: faults(err)}, nil
	}
	return &tfprotov6.ReadDataSourceResponse{State: state}, nil
}

func (s *server) ValidateEphemeralResourceConfig(_ context.Context, request *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	response := &tfprotov6.ValidateEphemeralResourceConfigResponse{}
	if s.ephemeralValues[request.TypeName] == nil {
		response.Diagnostics = notImitated("the ephemeral resource " + request.TypeName)
	}
	return response, nil
}

func (s *server) OpenEphemeralResource(_ context.Context, request *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	result, err := s.open(s.ephemeralResources[request.TypeName], s.ephemeralValues[request.TypeName], request.Config)
	if err != nil {
		return &tfprotov6.OpenEphemeralResourceResponse{Diagnostics: faults(err)}, nil
	}
	return &tfprotov6.OpenEphemeralResourceResponse{Result: result}, nil
}

func (s *server) RenewEphemeralResource(context.Context, *tfprotov6.RenewEphemeralResourceRequest) (*tfprotov6.RenewEphemeralResourceResponse, error) {
	return &tfprotov6.RenewEphemeralResourceResponse{}, nil
}

func (s *server) CloseEphemeralResource(context.Context, *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return &tfprotov6.CloseEphemeralResourceResponse{}, nil
}

// open gives a configuration its computed values at once, as data sources and
// ephemeral resources get them.
func (s *server) open(schema *tfprotov6.Schema, values computed, config *tfprotov6.DynamicValue) (*tfprotov6.DynamicValue, error) {
	value, _, err := decode(schema, config)
	if err != nil {
		return nil, err
	}
	if value, err = withUnknown(schema.Block, value, false); err != nil {
		return nil, err
	}
	if value, err = resolve(value, values); err != nil {
		return nil, err
	}
	return encode(schema, value)
}

func encode(schema *tfprotov6.Schema, value tftypes.Value) (*tfprotov6.DynamicValue, error) {
	dynamic, err := tfprotov6.NewDynamicValue(schema.ValueType(), value)
	return &dynamic, err
}

func (s *server) CallFunction(_ context.Context, request *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return &tfprotov6.CallFunctionResponse{Error: &tfprotov6.FunctionError{Text: "the stand-in has no function " + request.Name}}, nil
}

func (s *server) GetFunctions(context.Context, *tfprotov6.GetFunctionsRequest) (*tfprotov6.GetFunctionsResponse, error) {
	return &tfprotov6.GetFunctionsResponse{}, nil
}
