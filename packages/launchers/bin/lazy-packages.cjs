// @ts-check
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { sourcePackages } = require('./places.cjs');

/**
 * The npm packages that our packages depend on. Our own sources load them when they are first used, in the program
 * (typescript.cjs) and in tests (jest.preset.cjs): no command and no test needs all.
 * @returns {string[]}
 */
function lazyPackages() {
  const folder = sourcePackages;
  if (folder === undefined) return [];
  const manifests = readdirSync(folder)
    .map((name) => join(folder, name, 'package.json'))
    .filter((file) => existsSync(file));
  const names = manifests.flatMap((file) => {
    const { dependencies = {} } = /** @type {{ dependencies?: object }} */ (JSON.parse(readFileSync(file, 'utf8')));
    return Object.keys(dependencies);
  });
  return [...new Set(names)].filter((name) => !/^(@alignclip\/|alignclip$)/.test(name)).sort();
}

module.exports = { lazyPackages };
