package terraform

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi/types"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/example/predictive-maintenance/internal/progress"
	"github.com/example/predictive-maintenance/internal/terraform/adopt"
)

// importFile holds the imports of an adoption, in the stack's folder.
const importFile = "adopt.tf.json"

// Adopt takes what a killed run made into the state, and makes the rest: it
// looks in AWS for what the stack's plan would make a second time, shows the
// plan that imports it, asks, and applies exactly that. What exists with the
// environment's tags and is nothing of the code's is named, and left alone.
func (r *Runner) Adopt(ctx context.Context, stack string) (err error) {
	tf, dir, err := r.prepare(ctx, stack)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, forgetImports(dir)) }()
	// One that an interrupted adoption left would be part of the plan.
	if err := forgetImports(dir); err != nil {
		return err
	}
	p, remove, err := r.planning(ctx, tf, dir, stack)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	// Of several plans, people see the one that they are asked about.
	var text bytes.Buffer
	changes, err := p.planQuietly(ctx, &text)
	if err != nil {
		return err
	}
	plan, err := p.read(ctx)
	if err != nil {
		return err
	}
	things, err := r.tagged(ctx, plan)
	if err != nil {
		return err
	}
	found := adopt.Find(plan, things)
	for planned := len(found.Imports) == 0; !planned; {
		if err := writeImports(dir, found.Imports); err != nil {
			return err
		}
		if changes, err = p.planQuietly(ctx, &text); err != nil {
			existing := adopt.Existing(found.Imports, err)
			if len(existing) == len(found.Imports) {
				return err
			}
			found.Imports = existing
		}
		planned = err == nil
	}
	for _, i := range found.Imports {
		fmt.Fprintf(r.Stdout, "exists, and is not in the state: %s  %s\n", i.To, i.ID)
	}
	for _, stranger := range found.Strangers {
		fmt.Fprintf(r.Stdout, "has the tags of %s, and is nothing of its code's: %s\n", stack, stranger)
	}
	if _, err := text.WriteTo(r.Stdout); err != nil {
		return fmt.Errorf("show the plan of %s: %w", stack, err)
	}
	if !changes {
		return nil
	}
	question := fmt.Sprintf("Take %d things into the state of %s on %s, and apply the rest?", len(found.Imports), stack, r.Target)
	if r.Confirm != nil && !r.Confirm(question, "yes") {
		return ErrDeclined
	}
	r.stream(tf)
	return p.apply(ctx, true)
}

// planQuietly plans, and leaves in text what Terraform says of it.
func (p *planning) planQuietly(ctx context.Context, text *bytes.Buffer) (changes bool, err error) {
	defer progress.Step("planning %s", p.stack)()
	text.Reset()
	p.tf.SetStdout(text)
	return p.plan(ctx)
}

// writeImports lets the next plan of the stack import these, and no others.
func writeImports(dir string, imports []adopt.Import) error {
	if len(imports) == 0 {
		return forgetImports(dir)
	}
	content, err := json.MarshalIndent(map[string]any{"import": imports}, "", "  ")
	if err != nil {
		return fmt.Errorf("write what to import: %w", err)
	}
	if err := os.WriteFile(filepath.Join(dir, importFile), content, 0o644); err != nil {
		return fmt.Errorf("write what to import: %w", err)
	}
	return nil
}

func forgetImports(dir string) error {
	if err := os.Remove(filepath.Join(dir, importFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove what was imported: %w", err)
	}
	return nil
}

// tagged is what exists with the tags that the plan's provider gives
// everything, in each region that it has one for.
func (r *Runner) tagged(ctx context.Context, plan *tfjson.Plan) (things []adopt.Thing, err error) {
	// Zones of Route 53 are nowhere, and listed there.
	regions := []string{"us-east-1"}
	var filters []types.TagFilter
	for _, provider := range plan.Config.ProviderConfigs {
		if provider.Name != "aws" {
			continue
		}
		if region, ok := constant(provider.Expressions["region"]).(string); ok && !slices.Contains(regions, region) {
			regions = append(regions, region)
		}
		if filters == nil {
			filters = tagFilters(provider)
		}
	}
	if filters == nil {
		return nil, errors.New("look for what exists: the stack gives no tags")
	}
	for _, region := range regions {
		config, err := r.Target.Config(ctx, region)
		if err != nil {
			return nil, err
		}
		pages := resourcegroupstaggingapi.NewGetResourcesPaginator(resourcegroupstaggingapi.NewFromConfig(config),
			&resourcegroupstaggingapi.GetResourcesInput{TagFilters: filters})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return nil, fmt.Errorf("look for what exists in %s: %w", region, err)
			}
			for _, found := range page.ResourceTagMappingList {
				thing := adopt.Thing{ARN: *found.ResourceARN}
				for _, tag := range found.Tags {
					if *tag.Key == "Name" {
						thing.Name = *tag.Value
					}
				}
				if !slices.Contains(things, thing) {
					things = append(things, thing)
				}
			}
		}
	}
	return things, nil
}

// tagFilters ask for what has all of a provider's tags.
func tagFilters(provider *tfjson.ProviderConfig) (filters []types.TagFilter) {
	block := provider.Expressions["default_tags"]
	if block == nil || len(block.NestedBlocks) != 1 {
		return nil
	}
	tags, _ := constant(block.NestedBlocks[0]["tags"]).(map[string]any)
	for key, value := range tags {
		if text, ok := value.(string); ok {
			filters = append(filters, types.TagFilter{Key: aws.String(key), Values: []string{text}})
		}
	}
	return filters
}

func constant(expression *tfjson.Expression) any {
	if expression == nil || expression.ExpressionData == nil {
		return nil
	}
	return expression.ConstantValue
}
