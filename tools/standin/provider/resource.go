package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func (s *server) ValidateResourceConfig(_ context.Context, request *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	response := &tfprotov6.ValidateResourceConfigResponse{}
	b, ok := s.behaviours[request.TypeName]
	if !ok {
		response.Diagnostics = notImitated("the resource " + request.TypeName)
		return response, nil
	}
	_, config, err := decode(s.resources[request.TypeName], request.Config)
	switch {
	case err != nil:
		response.Diagnostics = faults(err)
	case b.complaints != nil:
		response.Diagnostics = b.complaints(config)
	}
	return response, nil
}

// UpgradeResourceState reads a state as Terraform keeps it. Versions of a
// schema before the present one are none of the stand-in's.
func (s *server) UpgradeResourceState(_ context.Context, request *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	schema := s.resources[request.TypeName]
	if request.Version != schema.Version {
		return &tfprotov6.UpgradeResourceStateResponse{Diagnostics: notImitated(fmt.Sprintf("version %d of %s", request.Version, request.TypeName))}, nil
	}
	value, err := request.RawState.Unmarshal(schema.ValueType())
	if err != nil {
		return &tfprotov6.UpgradeResourceStateResponse{Diagnostics: faults(err)}, nil
	}
	state, err := encode(schema, value)
	if err != nil {
		return &tfprotov6.UpgradeResourceStateResponse{Diagnostics: faults(err)}, nil
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: state}, nil
}

func (s *server) ReadResource(_ context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: request.CurrentState, Private: request.Private}, nil
}

func (s *server) PlanResourceChange(_ context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	planned, replaces, err := s.plan(request)
	if err != nil {
		return &tfprotov6.PlanResourceChangeResponse{Diagnostics: faults(err)}, nil
	}
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: planned, RequiresReplace: replaces}, nil
}

func (s *server) plan(request *tfprotov6.PlanResourceChangeRequest) (planned *tfprotov6.DynamicValue, replaces []*tftypes.AttributePath, err error) {
	schema, b := s.resources[request.TypeName], s.behaviours[request.TypeName]
	proposed, after, err := decode(schema, request.ProposedNewState)
	if err != nil || after == nil {
		return request.ProposedNewState, nil, err
	}
	_, before, err := decode(schema, request.PriorState)
	if err != nil {
		return nil, nil, err
	}
	value := proposed
	if b.defaults != nil {
		if value, err = withDefaults(value, b.defaults(after)); err != nil {
			return nil, nil, err
		}
	}
	if value, err = withoutWriteOnly(schema.Block, value); err != nil {
		return nil, nil, err
	}
	if value, err = withUnknown(schema.Block, value, before != nil); err != nil {
		return nil, nil, err
	}
	if before != nil {
		var planned object
		if err := value.As((*map[string]tftypes.Value)(&planned)); err != nil {
			return nil, nil, err
		}
		for _, name := range b.replaces {
			if !planned[name].Equal(before[name]) {
				replaces = append(replaces, tftypes.NewAttributePath().WithAttributeName(name))
			}
		}
	}
	planned, err = encode(schema, value)
	return planned, replaces, err
}

func (s *server) ApplyResourceChange(_ context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	schema, b := s.resources[request.TypeName], s.behaviours[request.TypeName]
	value, after, err := decode(schema, request.PlannedState)
	if err != nil {
		return &tfprotov6.ApplyResourceChangeResponse{NewState: request.PriorState, Diagnostics: faults(err)}, nil
	}
	if after == nil {
		return &tfprotov6.ApplyResourceChangeResponse{NewState: request.PlannedState}, nil
	}
	_, before, err := decode(schema, request.PriorState)
	if err != nil {
		return &tfprotov6.ApplyResourceChangeResponse{NewState: request.PriorState, Diagnostics: faults(err)}, nil
	}
	if before != nil {
		for _, name := range b.fixed {
			if !after[name].Equal(before[name]) {
				at := tftypes.NewAttributePath().WithAttributeName(name)
				return &tfprotov6.ApplyResourceChangeResponse{
					NewState:    request.PriorState,
					Diagnostics: []*tfprotov6.Diagnostic{fault(at, "Client Error", "Update is not supported for this attribute.")},
				}, nil
			}
		}
	}
	state, err := s.create(schema, value, b.computed)
	if err != nil {
		return &tfprotov6.ApplyResourceChangeResponse{NewState: request.PriorState, Diagnostics: faults(err)}, nil
	}
	return &tfprotov6.ApplyResourceChangeResponse{NewState: state}, nil
}

func (s *server) create(schema *tfprotov6.Schema, planned tftypes.Value, values computed) (*tfprotov6.DynamicValue, error) {
	value, err := resolve(planned, values)
	if err != nil {
		return nil, err
	}
	return encode(schema, value)
}

func (s *server) ImportResourceState(_ context.Context, request *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return &tfprotov6.ImportResourceStateResponse{Diagnostics: notImitated("an import of " + request.TypeName)}, nil
}

func (s *server) MoveResourceState(_ context.Context, request *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return &tfprotov6.MoveResourceStateResponse{Diagnostics: notImitated("a move to " + request.TargetTypeName)}, nil
}

func (s *server) UpgradeResourceIdentity(_ context.Context, request *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return &tfprotov6.UpgradeResourceIdentityResponse{Diagnostics: notImitated("an identity of " + request.TypeName)}, nil
}

// withDefaults gives top-level attributes that are not set what the provider
// sets them to, which Terraform knows at plan already.
func withDefaults(value tftypes.Value, defaults map[string]any) (tftypes.Value, error) {
	return tftypes.Transform(value, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		byDefault, ok := defaults[dotted(at)]
		if !ok || !v.IsNull() {
			return v, nil
		}
		return newValue(v.Type(), byDefault)
	})
}

// withoutWriteOnly drops the values that no plan and no state may hold.
func withoutWriteOnly(block *tfprotov6.SchemaBlock, value tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(value, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if a := attributeAt(block, at); a == nil || !a.WriteOnly {
			return v, nil
		}
		return tftypes.NewValue(v.Type(), nil), nil
	})
}

// withUnknown marks what is to be computed. Terraform has filled in already
// what the configuration says and what the state knows. In an update, what is
// null at the top was computed to be, but an element of a collection may be new.
func withUnknown(block *tfprotov6.SchemaBlock, value tftypes.Value, update bool) (tftypes.Value, error) {
	return tftypes.Transform(value, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		a := attributeAt(block, at)
		if a == nil || !a.Computed || !v.IsNull() || update && len(at.Steps()) == 1 {
			return v, nil
		}
		return tftypes.NewValue(v.Type(), tftypes.UnknownValue), nil
	})
}

// resolve replaces what is unknown by computed values.
func resolve(value tftypes.Value, values computed) (tftypes.Value, error) {
	var known object
	if err := value.As((*map[string]tftypes.Value)(&known)); err != nil {
		return value, err
	}
	byPath, err := values(known)
	if err != nil {
		return value, err
	}
	return tftypes.Transform(value, func(at *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if v.IsKnown() {
			return v, nil
		}
		computed, ok := byPath[dotted(at)]
		if !ok {
			return v, at.NewErrorf("the stand-in computes no value for it")
		}
		return newValue(v.Type(), computed)
	})
}

// newValue makes a value of a type out of a Go value: nil for null, a function
// for a value that is another one each time, a map for an object.
func newValue(typ tftypes.Type, value any) (tftypes.Value, error) {
	switch v := value.(type) {
	case func() string:
		return newValue(typ, v())
	case map[string]any:
		object, ok := typ.(tftypes.Object)
		if !ok {
			return tftypes.Value{}, fmt.Errorf("a value for %s is an object", typ)
		}
		attributes := map[string]tftypes.Value{}
		for name, t := range object.AttributeTypes {
			attribute, err := newValue(t, v[name])
			if err != nil {
				return tftypes.Value{}, err
			}
			attributes[name] = attribute
		}
		return tftypes.NewValue(typ, attributes), nil
	case []any:
		list, ok := typ.(tftypes.List)
		if !ok {
			return tftypes.Value{}, fmt.Errorf("a value for %s is a list", typ)
		}
		var elements []tftypes.Value
		for _, each := range v {
			element, err := newValue(list.ElementType, each)
			if err != nil {
				return tftypes.Value{}, err
			}
			elements = append(elements, element)
		}
		return tftypes.NewValue(typ, elements), nil
	}
	if err := tftypes.ValidateValue(typ, value); err != nil {
		return tftypes.Value{}, err
	}
	return tftypes.NewValue(typ, value), nil
}
