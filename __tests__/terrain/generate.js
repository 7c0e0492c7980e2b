// Makes what CDK Terrain publishes, or its CLI would make, for Go:
//
//   node generate.js <used.json> <library> <project>
//
// The library, from its npm package, goes to the folder <library>/go/cdktn; the
// bindings of the providers to .gen of a project, from the schemas that used.json
// names, and only of the types that it names: all of AWS's take minutes.
// NODE_PATH leads to the packages that package-lock.json pins.
"use strict";

process.env.CHECKPOINT_DISABLE = "1";
delete process.env.TF_CLI_CONFIG_FILE;
process.env.JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION = process.versions.node.split(".")[0];
process.env.JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION = "1";

const { execFileSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const { TerraformProviderConstraint } = require("@cdktn/commons");
const { ConstructsMaker } = require("@cdktn/provider-generator");

const [usedFile, library, project] = process.argv.slice(2);
// By constraint: the module, the schema's file, and the types in use.
const used = JSON.parse(fs.readFileSync(usedFile, "utf8"));

class Maker extends ConstructsMaker {
  constructor(options, { schema, types }) {
    super(options);
    this.file = schema;
    this.types = types;
  }

  async getSchemas() {
    const content = JSON.parse(fs.readFileSync(this.file, "utf8"));
    const [[address, provider]] = Object.entries(content.provider_schemas);
    const pick = (schemas = {}) =>
      Object.fromEntries(Object.entries(schemas).filter(([name]) => this.types.includes(name)));
    return {
      providerSchema: {
        format_version: content.format_version,
        provider_schemas: {
          [address]: {
            provider: provider.provider,
            resource_schemas: pick(provider.resource_schemas),
            data_source_schemas: pick(provider.data_source_schemas),
          },
        },
      },
    };
  }
}

async function main() {
  const pacmak = require.resolve("jsii-pacmak/bin/jsii-pacmak");
  const npm = path.dirname(require.resolve("cdktn/package.json"));
  execFileSync(process.execPath, [pacmak, "-t", "go", "--code-only", "-o", library, npm], { stdio: "inherit" });
  const output = path.join(project, ".gen");
  for (const [text, of] of Object.entries(used)) {
    const constraint = new TerraformProviderConstraint(text);
    const options = { codeMakerOutput: output, targetLanguage: "go", jsiiParallelism: 1 };
    await new Maker(options, of).generate([constraint], [constraint]);
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
