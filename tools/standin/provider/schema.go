package provider

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/example/predictive-maintenance/internal/synth/bindings"
)

// ID names a provider and the version that a stand-in is for.
type ID struct {
	// Address is the provider's in the registry, registry.terraform.io/supabase/supabase.
	Address string
	// Name is the address's last part.
	Name string
	// Version is the one that the schema is of.
	Version string
}

// Program is the name that Terraform wants the provider's program to have.
func (id ID) Program() string { return fmt.Sprintf("terraform-provider-%s_v%s", id.Name, id.Version) }

// All lists the providers that there are stand-ins for.
func All() ([]ID, error) {
	files, err := fs.Glob(bindings.Schemas, "schemas/*.json")
	if err != nil {
		return nil, err
	}
	var all []ID
	for _, file := range files {
		name, version, ok := strings.Cut(strings.TrimSuffix(path.Base(file), ".json"), "-")
		if !ok {
			return nil, fmt.Errorf("%s names no version", file)
		}
		id := ID{Name: name, Version: version}
		if id.Address, _, err = read(id); err != nil {
			return nil, err
		}
		all = append(all, id)
	}
	return all, nil
}

// read returns a provider's address and schemas from its file.
func read(id ID) (address string, schemas *tfjson.ProviderSchema, err error) {
	file := fmt.Sprintf("schemas/%s-%s.json", id.Name, id.Version)
	content, err := bindings.Schemas.ReadFile(file)
	if err != nil {
		return "", nil, err
	}
	var all tfjson.ProviderSchemas
	if err := json.Unmarshal(content, &all); err != nil {
		return "", nil, fmt.Errorf("read %s: %w", file, err)
	}
	if len(all.Schemas) != 1 {
		return "", nil, fmt.Errorf("%s holds %d providers, want one", file, len(all.Schemas))
	}
	for address, schemas = range all.Schemas {
	}
	return address, schemas, nil
}

// convertAll turns schemas from Terraform's JSON into those of its protocol.
func convertAll(schemas map[string]*tfjson.Schema) (map[string]*tfprotov6.Schema, error) {
	converted := map[string]*tfprotov6.Schema{}
	for name, s := range schemas {
		c, err := convert(s)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		converted[name] = c
	}
	return converted, nil
}

func convert(s *tfjson.Schema) (*tfprotov6.Schema, error) {
	block, err := convertBlock(s.Block)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.Schema{Version: int64(s.Version), Block: block}, nil
}

func convertBlock(b *tfjson.SchemaBlock) (*tfprotov6.SchemaBlock, error) {
	attributes, err := convertAttributes(b.Attributes)
	if err != nil {
		return nil, err
	}
	converted := &tfprotov6.SchemaBlock{
		Attributes:      attributes,
		Description:     b.Description,
		DescriptionKind: kind(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
	nestings := map[tfjson.SchemaNestingMode]tfprotov6.SchemaNestedBlockNestingMode{
		tfjson.SchemaNestingModeSingle: tfprotov6.SchemaNestedBlockNestingModeSingle,
		tfjson.SchemaNestingModeGroup:  tfprotov6.SchemaNestedBlockNestingModeGroup,
		tfjson.SchemaNestingModeList:   tfprotov6.SchemaNestedBlockNestingModeList,
		tfjson.SchemaNestingModeSet:    tfprotov6.SchemaNestedBlockNestingModeSet,
		tfjson.SchemaNestingModeMap:    tfprotov6.SchemaNestedBlockNestingModeMap,
	}
	for _, name := range slices.Sorted(maps.Keys(b.NestedBlocks)) {
		nested := b.NestedBlocks[name]
		inner, err := convertBlock(nested.Block)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		nesting, ok := nestings[nested.NestingMode]
		if !ok {
			return nil, fmt.Errorf("%s: nesting mode %q is none of a block", name, nested.NestingMode)
		}
		converted.BlockTypes = append(converted.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: name,
			Block:    inner,
			Nesting:  nesting,
			MinItems: int64(nested.MinItems),
			MaxItems: int64(nested.MaxItems),
		})
	}
	return converted, nil
}

func convertAttributes(attributes map[string]*tfjson.SchemaAttribute) ([]*tfprotov6.SchemaAttribute, error) {
	nestings := map[tfjson.SchemaNestingMode]tfprotov6.SchemaObjectNestingMode{
		tfjson.SchemaNestingModeSingle: tfprotov6.SchemaObjectNestingModeSingle,
		tfjson.SchemaNestingModeList:   tfprotov6.SchemaObjectNestingModeList,
		tfjson.SchemaNestingModeSet:    tfprotov6.SchemaObjectNestingModeSet,
		tfjson.SchemaNestingModeMap:    tfprotov6.SchemaObjectNestingModeMap,
	}
	var converted []*tfprotov6.SchemaAttribute
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		a := attributes[name]
		c := &tfprotov6.SchemaAttribute{
			Name:            name,
			Description:     a.Description,
			DescriptionKind: kind(a.DescriptionKind),
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			Deprecated:      a.Deprecated,
			WriteOnly:       a.WriteOnly,
		}
		if nested := a.AttributeNestedType; nested != nil {
			inner, err := convertAttributes(nested.Attributes)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			nesting, ok := nestings[nested.NestingMode]
			if !ok {
				return nil, fmt.Errorf("%s: nesting mode %q is none of an attribute", name, nested.NestingMode)
			}
			c.NestedType = &tfprotov6.SchemaObject{Attributes: inner, Nesting: nesting}
		} else {
			text, err := json.Marshal(a.AttributeType)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			//lint:ignore SA1019 It is meant for Terraform's own JSON, which this is.
			if c.Type, err = tftypes.ParseJSONType(text); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		converted = append(converted, c)
	}
	return converted, nil
}

func kind(k tfjson.SchemaDescriptionKind) tfprotov6.StringKind {
	if k == tfjson.SchemaDescriptionKindMarkdown {
		return tfprotov6.StringKindMarkdown
	}
	return tfprotov6.StringKindPlain
}

// attributeAt is the attribute that a path into a value leads to; nil where it
// leads to a block, or to an element of a collection.
func attributeAt(block *tfprotov6.SchemaBlock, at *tftypes.AttributePath) *tfprotov6.SchemaAttribute {
	attributes, blocks := block.Attributes, block.BlockTypes
	var found *tfprotov6.SchemaAttribute
	for _, step := range at.Steps() {
		name, ok := step.(tftypes.AttributeName)
		if !ok {
			found = nil
			continue
		}
		i := slices.IndexFunc(attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == string(name) })
		if i >= 0 {
			found = attributes[i]
			attributes, blocks = nil, nil
			if found.NestedType != nil {
				attributes = found.NestedType.Attributes
			}
			continue
		}
		found = nil
		i = slices.IndexFunc(blocks, func(b *tfprotov6.SchemaNestedBlock) bool { return b.TypeName == string(name) })
		if i < 0 {
			return nil
		}
		attributes, blocks = blocks[i].Block.Attributes, blocks[i].Block.BlockTypes
	}
	return found
}

// dotted is a path without the keys of elements: environment.id.
func dotted(at *tftypes.AttributePath) string {
	var names []string
	for _, step := range at.Steps() {
		if name, ok := step.(tftypes.AttributeName); ok {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ".")
}
