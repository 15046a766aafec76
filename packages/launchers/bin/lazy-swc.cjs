// @ts-check
/** The transpiler that ts-node calls: swc, which loads a package when it is first used where our own sources import it. */
const { lazyPackages } = require('./lazy-packages.cjs');
const { isOurs } = require('./places.cjs');

/**
 * No command needs all npm packages that our sources import. A user's file loads all at once, and shows at once what is
 * missing.
 * @param {string} filename
 * @returns {import('@swc/core').Options}
 */
const optionsFor = (filename) => ({
  swcrc: false,
  sourceMaps: true,
  module: { type: 'commonjs', ignoreDynamic: true, lazy: isOurs(filename) && lazyPackages() },
  jsc: { target: 'es2022', parser: { syntax: 'typescript' }, keepClassNames: true },
});

/** @type {import('ts-node').TranspilerFactory} */
function create() {
  const { transformSync } = /** @type {import('@swc/core')} */ (require('@swc/core'));
  return {
    transpile(source, { fileName: filename }) {
      const { code, map } = transformSync(source, { ...optionsFor(filename), filename });
      return { outputText: code, ...(map !== undefined && { sourceMapText: map }) };
    },
  };
}

module.exports = { create, optionsFor };
