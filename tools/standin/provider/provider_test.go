package provider

import (
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// servers are the stand-ins by their providers' names.
func servers(t *testing.T) map[string]*server {
	t.Helper()
	all, err := All()
	require.NoError(t, err)
	byName := map[string]*server{}
	for _, id := range all {
		s, err := New(id)
		require.NoError(t, err)
		byName[id.Name] = s.(*server)
	}
	return byName
}

// computedPaths lists the computed attributes of a schema with their types.
func computedPaths(prefix string, attributes []*tfprotov6.SchemaAttribute) map[string]tftypes.Type {
	paths := map[string]tftypes.Type{}
	for _, a := range attributes {
		path := prefix + a.Name
		if a.Computed {
			paths[path] = a.ValueType()
		}
		// What a list holds that is computed as a whole comes with the list.
		if a.NestedType != nil && a.Optional {
			maps.Copy(paths, computedPaths(path+".", a.NestedType.Attributes))
		}
	}
	return paths
}

func assertComputed(t *testing.T, name string, schema *tfprotov6.Schema, values computed, defaults map[string]any) {
	t.Helper()
	byPath, err := values(object{"length": tftypes.NewValue(tftypes.Number, 8)})
	require.NoError(t, err)
	known := computedPaths("", schema.Block.Attributes)
	for path, typ := range known {
		value, ok := byPath[path]
		if !ok {
			value, ok = defaults[path]
		}
		if assert.True(t, ok, "%s.%s has no value", name, path) {
			_, err := newValue(typ, value)
			assert.NoError(t, err, "%s.%s", name, path)
			assert.True(t, value != nil || !strings.Contains(path, "."), "%s.%s is null, and would be computed again by each plan", name, path)
		}
	}
	for path := range byPath {
		assert.Contains(t, known, path, "%s computes what the schema does not", name)
	}
}

func TestEveryComputedAttributeGetsAValue(t *testing.T) {
	imitated := map[string]bool{}
	for _, s := range servers(t) {
		for name, schema := range s.resources {
			b, ok := behaviours[name]
			if !ok {
				continue
			}
			imitated[name] = true
			defaults := map[string]any{}
			if b.defaults != nil {
				defaults = b.defaults(object{})
			}
			assertComputed(t, name, schema, b.computed, defaults)
			for _, attribute := range append(b.replaces, b.fixed...) {
				assert.NotNil(t, attributeAt(schema.Block, tftypes.NewAttributePath().WithAttributeName(attribute)), "%s.%s", name, attribute)
			}
		}
		for name, schema := range s.dataSources {
			if values, ok := dataSources[name]; ok {
				imitated["data."+name] = true
				assertComputed(t, name, schema, values, nil)
			}
		}
	}
	assert.Len(t, imitated, len(behaviours)+len(dataSources), "all that is imitated is in a schema")
}

func TestWriteOnlyValuesReachNoPlan(t *testing.T) {
	schema := &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{
		Attributes: []*tfprotov6.SchemaAttribute{
			{Name: "id", Type: tftypes.String, Computed: true},
			{Name: "secret", Type: tftypes.String, Optional: true, WriteOnly: true},
		},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{{
			TypeName: "login",
			Nesting:  tfprotov6.SchemaNestedBlockNestingModeList,
			Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
				{Name: "password", Type: tftypes.String, Optional: true, WriteOnly: true},
				{Name: "user", Type: tftypes.String, Optional: true},
			}},
		}},
	}}
	s := &server{
		resources:  map[string]*tfprotov6.Schema{"x": schema},
		behaviours: map[string]behaviour{"x": {computed: always(map[string]any{"id": "1"})}},
	}
	typ := schema.ValueType()
	text := func(s any) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	login := schema.Block.BlockTypes[0].Block.ValueType()
	config, err := encode(schema, tftypes.NewValue(typ, map[string]tftypes.Value{
		"id":     text(nil),
		"secret": text("s"),
		"login": tftypes.NewValue(tftypes.List{ElementType: login}, []tftypes.Value{
			tftypes.NewValue(login, map[string]tftypes.Value{"password": text("p"), "user": text("u")}),
		}),
	}))
	require.NoError(t, err)
	null, err := encode(schema, tftypes.NewValue(typ, nil))
	require.NoError(t, err)

	planned, err := s.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: "x", PriorState: null, ProposedNewState: config, Config: config,
	})
	require.NoError(t, err)
	require.Empty(t, planned.Diagnostics)
	applied, err := s.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "x", PriorState: null, PlannedState: planned.PlannedState, Config: config,
	})
	require.NoError(t, err)
	require.Empty(t, applied.Diagnostics)
	state, err := applied.NewState.Unmarshal(typ)
	require.NoError(t, err)
	want := tftypes.NewValue(typ, map[string]tftypes.Value{
		"id":     text("1"),
		"secret": text(nil),
		"login": tftypes.NewValue(tftypes.List{ElementType: login}, []tftypes.Value{
			tftypes.NewValue(login, map[string]tftypes.Value{"password": text(nil), "user": text("u")}),
		}),
	})
	assert.True(t, want.Equal(state), "the state is %s", state)
}

func TestPasswordsAreAsAskedFor(t *testing.T) {
	number := func(n int) tftypes.Value { return tftypes.NewValue(tftypes.Number, n) }
	flag := func(b bool) tftypes.Value { return tftypes.NewValue(tftypes.Bool, b) }
	for name, tt := range map[string]struct {
		asked object
		want  string
	}{
		"all kinds":         {object{"length": number(80)}, `^[a-zA-Z0-9!@#$%&*()\-_=+\[\]{}<>:?]{80}$`},
		"figures only":      {object{"length": number(6), "lower": flag(false), "upper": flag(false), "special": flag(false)}, `^[0-9]{6}$`},
		"one kind at least": {object{"length": number(5), "min_upper": number(5)}, `^[A-Z]{5}$`},
		"other specials": {object{
			"length": number(4), "min_special": number(4), "override_special": tftypes.NewValue(tftypes.String, "~"),
		}, `^~{4}$`},
	} {
		t.Run(name, func(t *testing.T) {
			first, err := passwordValues(tt.asked)
			require.NoError(t, err)
			assert.Regexp(t, tt.want, first["result"])
		})
	}
	one, err := passwordValues(object{"length": number(40)})
	require.NoError(t, err)
	two, err := passwordValues(object{"length": number(40)})
	require.NoError(t, err)
	assert.NotEqual(t, one["result"], two["result"])

	_, err = passwordValues(object{"length": number(1), "lower": flag(false), "upper": flag(false), "numeric": flag(false), "special": flag(false)})
	assert.Error(t, err)
}
