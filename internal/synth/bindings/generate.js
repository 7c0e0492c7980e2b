// Generates the Go bindings of the providers for which none are published (or
// none can be relied on), with cdktf's own generator:
//
//   node internal/synth/bindings/generate.js <folder>
//
// `make gen` calls it for .gen. NODE_PATH leads to the packages that
// __tests__/cdktf/package-lock.json pins.
"use strict";

// Loading the generator asks HashiCorp for news and Terraform for its version;
// jsii prints a banner in each of its processes where Node's major version has
// had its day. None of it bears on the result.
process.env.CHECKPOINT_DISABLE = "1";
delete process.env.TF_CLI_CONFIG_FILE;
process.env.JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION = process.versions.node.split(".")[0];
process.env.JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION = "1";

const fs = require("fs");
const os = require("os");
const path = require("path");
const { TerraformProviderConstraint } = require("@cdktf/commons");
const { ConstructsMaker } = require("@cdktf/provider-generator");

const root = path.resolve(__dirname, "..", "..", "..");

// What the project uses of each provider, with the schema file of the version
// that it was read from. The bindings of a provider are loaded as a whole, so
// each type costs time and memory at every synth.
const used = {
  supabase: {
    schema: "supabase-1.10.1.json",
    resources: ["supabase_project", "supabase_settings"],
    dataSources: ["supabase_apikeys"],
  },
  vercel: {
    schema: "vercel-0.16.0.json",
    resources: ["vercel_project", "vercel_project_domain", "vercel_project_environment_variable"],
    dataSources: [],
  },
  null: {
    schema: "null-3.2.4.json",
    resources: ["null_resource"],
    dataSources: [],
  },
};

// null has published bindings, which go.mod replaces by the ones made here:
// they carry the module path and the package names of those.
const nullModule = "github.com/cdktf/cdktf-provider-null-go";
const nullConstraint = "hashicorp/null@~> 3.2";

class Maker extends ConstructsMaker {
  async getSchemas([constraint]) {
    const { schema, resources, dataSources } = used[constraint.name];
    const file = path.join(__dirname, "schemas", schema);
    const content = JSON.parse(fs.readFileSync(file, "utf8"));
    const [[address, provider]] = Object.entries(content.provider_schemas);
    // Without provider_versions, stacks require the constraint rather than
    // exactly the version of the schema.
    return {
      providerSchema: {
        format_version: content.format_version,
        provider_schemas: {
          [address]: {
            provider: provider.provider,
            resource_schemas: pick(provider.resource_schemas, resources, file),
            data_source_schemas: pick(provider.data_source_schemas, dataSources, file),
          },
        },
      },
    };
  }
}

class NullMaker extends Maker {
  // Upstream's package is null/v10, not hashicorp/null.
  async generateJsiiLanguage(target) {
    await super.generateJsiiLanguage(
      Object.create(target, { srcMakName: { value: "v10" }, namespace: { value: "null" } }),
    );
  }
}

function pick(schemas, names, file) {
  return Object.fromEntries(
    names.map((name) => {
      if (!schemas[name]) throw new Error(`${file} has no ${name}`);
      return [name, schemas[name]];
    }),
  );
}

// The generator takes the path of the module from the go.mod above its output.
function moduleFolder(scratch, module) {
  const folder = fs.mkdtempSync(path.join(scratch, "module-"));
  fs.writeFileSync(path.join(folder, "go.mod"), `module ${module}\n`);
  return folder;
}

// goMod makes the bindings of null a module, which a replace must lead to. Its
// requirements are those of the project.
function goMod(projectMod) {
  const line = (pattern) => projectMod.match(pattern)[0].trim();
  const requirements = [
    "github.com/aws/constructs-go/constructs/v10",
    "github.com/aws/jsii-runtime-go",
    "github.com/hashicorp/terraform-cdk-go/cdktf",
  ].map((module) => "\t" + line(new RegExp(`^\\t${module.replaceAll(".", "\\.")} .*$`, "m")));
  return [
    `module ${nullModule}/null/v10`,
    line(/^go .*$/m),
    `require (\n${requirements.join("\n")}\n)`,
  ].join("\n\n") + "\n";
}

async function generate(scratch) {
  const projectMod = fs.readFileSync(path.join(root, "go.mod"), "utf8");
  const cdktfJSON = JSON.parse(fs.readFileSync(path.join(root, "cdktf.json"), "utf8"));
  const project = moduleFolder(scratch, projectMod.match(/^module (.*)$/m)[1]);
  // The CLI parses each twice, which is another name in constraints.json. With
  // its name there, `cdktf get` sees that there is nothing to be done.
  const constraints = cdktfJSON.terraformProviders.map(
    (provider) => new TerraformProviderConstraint(new TerraformProviderConstraint(provider)),
  );

  const make = (Kind, output, all, one) =>
    new Kind({ codeMakerOutput: output, targetLanguage: "go", jsiiParallelism: 1 }).generate(all, [one]);
  // A maker that makes several providers packs each one's types into the
  // tarballs of all.
  const made = path.join(project, ".gen");
  const replaced = moduleFolder(scratch, nullModule);
  await Promise.all([
    ...constraints.map((constraint) => make(Maker, made, [...constraints], constraint)),
    (async () => {
      const constraint = new TerraformProviderConstraint(nullConstraint);
      await make(NullMaker, replaced, [constraint], constraint);
    })(),
  ]);
  fs.renameSync(path.join(replaced, "null", "v10"), path.join(made, "null"));
  fs.writeFileSync(path.join(made, "null", "go.mod"), goMod(projectMod));
  return made;
}

async function main(output) {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "bindings-"));
  try {
    const made = await generate(scratch);
    fs.rmSync(output, { recursive: true, force: true });
    fs.cpSync(made, output, { recursive: true });
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

if (process.argv.length !== 3) {
  console.error("usage: generate.js <folder>");
  process.exit(2);
}
main(path.resolve(process.argv[2])).catch((error) => {
  console.error(error);
  process.exit(1);
});
