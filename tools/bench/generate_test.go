package main

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// modules are type declarations as cdktf and its generator write them, cut
// down to what the stack uses.
var modules = fstest.MapFS{
	"cdktf/lib/terraform-resource.d.ts": file(`
export interface TerraformResourceLifecycle {
    readonly preventDestroy?: boolean;
    readonly ignoreChanges?: string[] | "all";
    readonly replaceTriggeredBy?: Array<ITerraformDependable | string>;
}
export interface TerraformMetaArguments {
    readonly dependsOn?: ITerraformDependable[];
    readonly provider?: TerraformProvider;
    readonly lifecycle?: TerraformResourceLifecycle;
}
`),
	"cdktf/lib/terraform-output.d.ts": file(`
export interface TerraformOutputConfig {
    readonly value: Expression | ITerraformDependable;
    readonly description?: string;
}
`),
	"cdktf/lib/backends/s3-backend.d.ts": file(`
export interface S3BackendConfig {
    readonly bucket: string;
    readonly dynamodbTable?: string;
}
`),
	"@cdktf/provider-aws/lib/provider/index.d.ts": file(`
export interface AwsProviderConfig {
    readonly region?: string;
    readonly alias?: string;
}
export declare class AwsProvider extends cdktf.TerraformProvider {
    static readonly tfResourceType = "aws";
    constructor(scope: Construct, id: string, config?: AwsProviderConfig);
`),
	"@cdktf/provider-aws/lib/thing/index.d.ts": file(`
export interface ThingConfigA extends cdktf.TerraformMetaArguments {
    /**
    * Docs at Terraform Registry: {@link https://example.org/thing#name ThingA#name}
    */
    readonly name: string;
    /**
    * Docs at Terraform Registry: {@link https://example.org/thing#size ThingA#size}
    */
    readonly size?: number;
    /**
    * Docs at Terraform Registry: {@link https://example.org/thing#public ThingA#public}
    */
    readonly publicAttribute?: boolean | cdktf.IResolvable;
    /**
    * Docs at Terraform Registry: {@link https://example.org/thing#zones ThingA#zones}
    */
    readonly zones?: string[];
    /**
    * Docs at Terraform Registry: {@link https://example.org/thing#tags ThingA#tags}
    */
    readonly tags?: {
        [key: string]: string;
    };
    /**
    * Docs at Terraform Registry: {@link https://example.org/thing#rule ThingA#rule}
    */
    readonly rule?: ThingRule[] | cdktf.IResolvable;
}
export declare class ThingRuleList extends cdktf.ComplexList {
}
export declare class Thing extends cdktf.TerraformResource {
    static readonly tfResourceType = "aws_thing";
    constructor(scope: Construct, id: string, config: ThingConfigA);
`),
	"@cdktf/provider-aws/lib/thing/index-structs/structs0.d.ts": file(`
export interface ThingRule {
    /**
    * Docs at Terraform Registry: {@link https://example.org/thing#from_port ThingA#from_port}
    */
    readonly fromPort: number;
}
`),
}

func file(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content)} }

func TestGenerate(t *testing.T) {
	data, err := os.ReadFile("testdata/stack.json")
	if err != nil {
		t.Fatal(err)
	}
	document, err := parseStack(data)
	if err != nil {
		t.Fatal(err)
	}
	b, err := readBindings(modules)
	if err != nil {
		t.Fatal(err)
	}
	p, err := generate([]stack{{"pre-prod", document}}, b)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/main.ts")
	if err != nil {
		t.Fatal(err)
	}
	if p.source != string(want) {
		t.Errorf("generated, and not what testdata/main.ts says:\n%s", p.source)
	}
	if got := strings.Join(p.untyped, " "); got != "aws_thing other_thing provider other" {
		t.Errorf("untyped: %s", got)
	}
}

func TestUnknownBackend(t *testing.T) {
	b, err := readBindings(modules)
	if err != nil {
		t.Fatal(err)
	}
	document := map[string]any{"terraform": map[string]any{"backend": map[string]any{"http": map[string]any{}}}}
	if _, err := generate([]stack{{"dev", document}}, b); err == nil || !strings.Contains(err.Error(), "terraform.backend.http") {
		t.Errorf("error is %v", err)
	}
}

func TestAlternatives(t *testing.T) {
	for typ, want := range map[string]string{
		"string":                            "string",
		"boolean | IResolvable":             "boolean, IResolvable",
		"(boolean | IResolvable)":           "boolean, IResolvable",
		"(ITerraformDependable | string)[]": "(ITerraformDependable | string)[]",
		"{ [key: string]: (a | b); } | c":   "{ [key: string]: (a | b); }, c",
	} {
		if got := strings.Join(alternatives(typ), ", "); got != want {
			t.Errorf("%s splits into %s", typ, got)
		}
	}
}

func TestCompare(t *testing.T) {
	parse := func(json string) []stack {
		document, err := parseStack([]byte(json))
		if err != nil {
			t.Fatal(err)
		}
		return []stack{{"dev", document}}
	}
	want := parse(`{"//": {"version": 1}, "a": {"b": [1, {"c": "x"}], "d": true}}`)
	if err := compare(want, parse(`{"a": {"b": [1, {"c": "x", "//": 2}], "d": true}}`)); err != nil {
		t.Errorf("metadata counts as a difference: %v", err)
	}
	err := compare(want, parse(`{"a": {"b": [1, {"c": "y"}], "e": 1}}`))
	const differences = `dev.a.b[1].c: "y" instead of "x"
dev.a.d: missing
dev.a.e: 1, and should not be there`
	if err == nil || err.Error() != differences {
		t.Errorf("differences are:\n%v", err)
	}
}
