import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Thing } from "@cdktf/provider-aws/lib/thing";
import { App, S3Backend, TerraformOutput, TerraformResource, TerraformStack, Token } from "cdktf";
import { Construct } from "constructs";

class PreProdStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.addOverride("locals", {"n":1});
    new TerraformOutput(this, "plain", { description: "The name", value: ["${aws_thing.plain.name}"] });
    new AwsProvider(this, "aws", { region: "us-east-1" });
    new AwsProvider(this, "aws-west", { alias: "west", region: "us-west-2" });
    this.addOverride("provider.other", [{"token":"${var.token}"}]);
    const construct1 = new TerraformResource(this, "incomplete", { terraformResourceType: "aws_thing" });
    construct1.addOverride("size", 1);
    const construct2 = new Thing(this, "meta", { dependsOn: [{ fqn: "aws_thing.plain" }], lifecycle: { ignoreChanges: "all", preventDestroy: true, replaceTriggeredBy: [{ fqn: "aws_thing.plain" }] }, name: "m" });
    construct2.addOverride("newer_than_bindings", 1);
    construct2.addOverride("provider", "aws.west");
    construct2.addOverride("rule", {"from_port":80});
    const construct3 = new Thing(this, "plain-thing", { name: "<a>", publicAttribute: true, size: 3, tags: { "Name": "x" }, zones: ["a", "b"] });
    construct3.overrideLogicalId("plain");
    new Thing(this, "tokens", { name: "${aws_thing.plain.name}-2", publicAttribute: Token.asAny("${var.public}"), rule: [{ fromPort: 80 }, { fromPort: Token.asNumber("${var.port}") }], size: Token.asNumber("${var.size}"), tags: Token.asStringMap("${var.tags}"), zones: Token.asList("${var.zones}") });
    const construct4 = new TerraformResource(this, "plain-terraformresource", { terraformResourceType: "other_thing", dependsOn: [{ fqn: "aws_thing.plain" }] });
    construct4.overrideLogicalId("plain");
    construct4.addOverride("name", "o");
    new S3Backend(this, { bucket: "state", dynamodbTable: "locks" });
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.addOverride("terraform.required_providers.aws", {"source":"aws","version":"~> 5.99"});
    this.addOverride("terraform.required_version", ">= 1.11.0");
  }
}

const app = new App({
  stackTraces: false,
  context: { excludeStackIdFromLogicalIds: "true", allowSepCharsInLogicalIds: "true" },
});
new PreProdStack(app, "pre-prod");
app.synth();
