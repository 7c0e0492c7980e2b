// Package lockfile keeps what every stack is locked to: the versions of the
// providers, and the checksums of their packages for Linux and macOS.
//
// `make lock` writes terraform.lock.hcl from the registry. Synth lays the part
// that a stack needs beside it, where Terraform, and Terraform Cloud, look for
// it: every run uses the same providers, or stops.
package lockfile

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsimple"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// Name is the file in a stack's folder in which Terraform looks for locked
// providers.
const Name = ".terraform.lock.hcl"

// Source is the file with all of them, below the project's root.
var Source = filepath.Join("internal", "synth", "lockfile", "terraform.lock.hcl")

// Platforms are those that the checksums are for.
var Platforms = []string{"darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64"}

//go:embed terraform.lock.hcl
var locked []byte

// For returns the lock file of a stack, given its file, cdk.tf.json or cdk.tf:
// the part about the providers that it requires, with its own constraints on
// them, so that `terraform init` finds nothing to change.
func For(stack string) ([]byte, error) {
	required, err := Required(stack)
	if err != nil {
		return nil, err
	}
	all, diags := hclwrite.ParseConfig(locked, Source, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, fmt.Errorf("read the locked providers: %w", diags)
	}
	var part bytes.Buffer
	head, _, _ := bytes.Cut(locked, []byte("\n\n"))
	part.Write(append(head, '\n'))
	for _, block := range all.Body().Blocks() {
		constraint, ok := required[block.Labels()[0]]
		if !ok {
			continue
		}
		block.Body().SetAttributeValue("constraints", cty.StringVal(constraint))
		part.WriteByte('\n')
		if _, err := block.BuildTokens(nil).WriteTo(&part); err != nil {
			return nil, fmt.Errorf("write the locked providers: %w", err)
		}
	}
	return hclwrite.Format(part.Bytes()), nil
}

// Provider is a locked provider.
type Provider struct {
	Address     string   `hcl:"address,label"`
	Version     string   `hcl:"version"`
	Constraints string   `hcl:"constraints"`
	Hashes      []string `hcl:"hashes"`
}

// Parse reads the content of a lock file.
func Parse(content []byte) ([]Provider, error) {
	var file struct {
		Providers []Provider `hcl:"provider,block"`
	}
	if err := hclsimple.Decode("lock.hcl", content, nil, &file); err != nil {
		return nil, fmt.Errorf("read locked providers: %w", err)
	}
	return file.Providers, nil
}

// Covers says that one lock file has all of another, and at most more checksums:
// Terraform adds that of what it has unpacked, and would fetch it again each time
// without.
func Covers(file, other []byte) bool {
	has, err := Parse(file)
	if err != nil {
		return false
	}
	asked, err := Parse(other)
	if err != nil {
		return false
	}
	return slices.EqualFunc(has, asked, func(a, b Provider) bool {
		return a.Address == b.Address && a.Version == b.Version && a.Constraints == b.Constraints &&
			!slices.ContainsFunc(b.Hashes, func(hash string) bool { return !slices.Contains(a.Hashes, hash) })
	})
}

// Required are the providers that a stack's file requires, by their full
// address ("registry.terraform.io/hashicorp/aws"), with the constraint on the
// version of each.
func Required(stack string) (map[string]string, error) {
	content, err := os.ReadFile(stack)
	if err != nil {
		return nil, fmt.Errorf("look for the providers of a stack: %w", err)
	}
	parse := hclparse.NewParser().ParseHCL
	if strings.HasSuffix(stack, ".json") {
		parse = hclparse.NewParser().ParseJSON
		// HCL keeps the place of every word, which for a whole stack takes long.
		var settings struct {
			Terraform json.RawMessage `json:"terraform,omitempty"`
		}
		err := json.Unmarshal(content, &settings)
		if err == nil {
			content, err = json.Marshal(settings)
		}
		if err != nil {
			return nil, fmt.Errorf("look for the providers of a stack in %s: %w", stack, err)
		}
	}
	file, diags := parse(content, stack)
	if diags.HasErrors() {
		return nil, fmt.Errorf("look for the providers of a stack: %w", diags)
	}
	required := map[string]string{}
	for _, terraform := range blocks(file.Body, "terraform") {
		for _, providers := range blocks(terraform.Body, "required_providers") {
			attributes, _ := providers.Body.JustAttributes()
			for _, name := range slices.Sorted(maps.Keys(attributes)) {
				value, diags := attributes[name].Expr.Value(nil)
				if diags.HasErrors() {
					return nil, fmt.Errorf("look for the providers of a stack: %w", diags)
				}
				required[address(text(value, "source"))] = text(value, "version")
			}
		}
	}
	return required, nil
}

func blocks(body hcl.Body, name string) hcl.Blocks {
	// What else is there is not asked for here, and not judged.
	content, _, _ := body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: name}}})
	return content.Blocks
}

func text(value cty.Value, attribute string) string {
	if !value.Type().HasAttribute(attribute) || value.GetAttr(attribute).Type() != cty.String {
		return ""
	}
	return value.GetAttr(attribute).AsString()
}

// address is a source as Terraform reads it: the registry and HashiCorp's
// namespace go without saying.
func address(source string) string {
	switch strings.Count(source, "/") {
	case 0:
		return "registry.terraform.io/hashicorp/" + source
	case 1:
		return "registry.terraform.io/" + source
	}
	return source
}
