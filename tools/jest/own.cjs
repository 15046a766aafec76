const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../..');

/** For specs in a folder of the user's: `npx jest -c tools/jest/own.cjs --rootDir FOLDER`. They find `alignclip` here. */
module.exports = { ...require(join(root, 'jest.preset.cjs')), modulePaths: [join(root, 'node_modules')] };
