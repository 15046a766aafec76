// @ts-check
const { Script } = require('node:vm');
const { default: Runtime } = /** @type {{ default: new (...options: unknown[]) => { executor: Executor } }} */ (
  /** @type {unknown} */ (require('jest-runtime'))
);

/**
 * What jest asks for the function of a module, with its file's source as the body.
 * @typedef {{
 *   injectedModuleParameters: readonly string[],
 *   environment: { getVmContext(): import('node:vm').Context | null },
 *   compile(source: string, filename: string): unknown,
 * }} Executor
 */

/** @type {Map<string, { source: string, script: Script }>} by file */
const compiled = new Map();

/**
 * Jest's runtime, but V8 compiles a module once for all spec files of a process, not for each again. Every spec file still
 * runs it for itself, with its own globals.
 */
module.exports = class extends Runtime {
  /** @param {unknown[]} options */
  constructor(...options) {
    super(...options);
    const { executor } = this;
    const plain = executor.compile.bind(executor);
    executor.compile = (source, filename) => {
      const context = executor.environment.getVmContext();
      const script = scriptOf(source, filename, executor.injectedModuleParameters);
      return context && script ? script.runInContext(context) : plain(source, filename);
    };
  }
};

/**
 * Undefined for what isn't JavaScript, of which jest's own error shows the place.
 * @param {string} source @param {string} filename @param {readonly string[]} parameters
 */
function scriptOf(source, filename, parameters) {
  const known = compiled.get(filename);
  if (known?.source === source) return known.script;
  // Some declare an Error or a Map of their own, and get no globals.
  const script =
    compiledWith(parameters, source, filename) ??
    compiledWith(parameters.slice(0, parameters.indexOf('jest') + 1), source, filename);
  if (script) compiled.set(filename, { source, script });
  return script;
}

/** @param {readonly string[]} parameters @param {string} source @param {string} filename */
function compiledWith(parameters, source, filename) {
  const head = `(function (${parameters.join()}) {`;
  try {
    return new Script(`${head}${source}\n})`, { filename, columnOffset: -head.length });
  } catch {
    return undefined;
  }
}
