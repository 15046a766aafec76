// @ts-check
const { join, resolve, sep } = require('node:path');

const [project, ...below] = __dirname.split(`${sep}node_modules${sep}`);

/** Whether npm has installed this package in a project; otherwise it is part of a clone of the repository. */
const isInstalled = below.length > 0;

/** The project in whose node_modules this package is, or the clone. */
const root = isInstalled ? /** @type {string} */ (project) : resolve(__dirname, '../../..');

/** The folder of the clone's packages, whose sources are run; absent where only builds are. */
const sourcePackages = isInstalled ? undefined : join(root, 'packages');

/** Whether a file is a source of the clone's packages. @param {string} filename */
const isOurs = (filename) =>
  sourcePackages !== undefined && filename.startsWith(sourcePackages + sep) && !/[\\/]node_modules[\\/]/.test(filename);

module.exports = { isOurs, root, sourcePackages };
