// Loaded by Node before the jsii kernel (NODE_OPTIONS=--require). The index of
// a provider's bindings requires every one of its types at once, two thousand
// files for AWS, of which a run needs a few dozen. This compiles that one file
// with getters that require a type when it is first asked for. Nothing on disk
// changes, and an index that does not look as expected loads as it always did.
"use strict";

const fs = require("fs");
const Module = require("module");
const path = require("path");
const { Writable } = require("stream");

const index = /[\\/]@cdktf[\\/]provider-[^\\/]+[\\/].*lib[\\/]index\.js$/;
const eager = /^exports\.([A-Za-z0-9_]+) = require\((".\/[^"]+")\);$/gm;
const lazy = 'Object.defineProperty(exports, "$1", { enumerable: true, configurable: true, get: () => require($2) });';

// cdktf notes the whole stack where each reference is made, for messages about
// references that nothing resolves. All of it is the kernel's own, and none of
// it the Go program's.
const traces = /[\\/]cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/;

// cdktf resolves every stack twice, first only to find references to other stacks,
// for which it adds outputs. The first time is left out; where there is such a
// reference, all begins again as cdktf has it.
const apps = /[\\/]cdktf[\\/]lib[\\/]app\.js$/;

function resolveOnce(module) {
  const app = module.exports.App.prototype;
  const synth = app.synth;
  app.synth = function () {
    const stack = module.require("./terraform-stack").TerraformStack;
    const reference = Object.getPrototypeOf(module.require("./tfExpression").ref(""));
    const { prepareStack } = stack.prototype;
    const { resolve } = reference;
    let crossing = false;
    stack.prototype.prepareStack = function () {
      this.ensureBackendExists();
    };
    reference.resolve = function (context) {
      crossing ||= Boolean(this.originStack) && this.originStack !== stack.of(context.scope);
      if (crossing) {
        throw new Error("refers to another stack");
      }
      return resolve.call(this, context);
    };
    try {
      return synth.call(this);
    } catch (error) {
      if (!crossing) {
        throw error;
      }
    } finally {
      stack.prototype.prepareStack = prepareStack;
      reference.resolve = resolve;
    }
    // It keeps what it noted of stacks before they had found what they depend on.
    this.manifest.stacks = {};
    return synth.call(this);
  };
}

// jsii starts Node twice. What is started first only relays each call between the
// Go program and the second one, the kernel, which talks on a socket, 3.
const relay = /[\\/]bin[\\/]jsii-runtime\.js$/;
const socket = "readFD:3,writeFD:3";

// direct makes the first one the kernel, which talks on the Go program's own pipes.
// It says whether the kernel is as expected.
function direct(module, filename) {
  const kernel = path.resolve(path.dirname(filename), "..", "lib", "program.js");
  const source = fs.readFileSync(kernel, "utf8");
  if (!source.includes(socket)) {
    return false;
  }
  // Output is for calls alone; what else is printed goes the way that the relay
  // sends it.
  const printed = new Writable({
    write(chunk, encoding, done) {
      fs.writeSync(2, JSON.stringify({ stdout: chunk.toString("base64") }) + "\n");
      done();
    },
  });
  Object.defineProperty(process, "stdout", { configurable: true, enumerable: true, get: () => printed });
  // By this, the kernel links the bindings as folders, not file by file.
  process.execArgv.push("--preserve-symlinks");
  const program = new Module(kernel, module);
  program.filename = kernel;
  program.paths = Module._nodeModulePaths(path.dirname(kernel));
  program._compile(source.replace(socket, "readFD:0,writeFD:1"), kernel);
  return true;
}

const load = Module._extensions[".js"];
Module._extensions[".js"] = function (module, filename) {
  if (relay.test(filename) && direct(module, filename)) {
    return;
  }
  if (traces.test(filename)) {
    load(module, filename);
    module.exports.captureStackTrace = () => [];
    return;
  }
  if (apps.test(filename)) {
    load(module, filename);
    resolveOnce(module);
    return;
  }
  if (!index.test(filename)) {
    return load(module, filename);
  }
  const compile = module._compile;
  module._compile = function (source, ...rest) {
    module._compile = compile;
    const types = (source.match(eager) || []).length;
    if (types === 0) {
      return module._compile(source, ...rest);
    }
    // "exports.a = exports.b = void 0;" would clash with the getters: it only
    // announces names, and every name it announces is defined below it.
    const rewritten = source
      .replace(/^(exports\.[A-Za-z0-9_]+ = )+void 0;$/gm, "")
      .replace(eager, lazy);
    if (process.env.PDM_LAZYLOAD_DEBUG) {
      process.stderr.write(`lazyload: ${types} types\n`);
    }
    return module._compile(rewritten, ...rest);
  };
  return load(module, filename);
};

// The kernel warns at length about versions of Node that are past their end of
// life; which Node to use is checked, and said in one line, elsewhere.
process.env.JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION ??= process.versions.node.split(".")[0];

// What the bindings and the packages in them still call of Node's old API
// (util.isArray, as of Node 22) nobody here can mend. Whoever asks Node to show
// it sees it.
process.noDeprecation ||= !process.traceDeprecation && !process.throwDeprecation;
