const { join, resolve } = require('node:path');

/** For specs in a folder of the user's: `npx jest -c tools/jest/own.cjs --rootDir FOLDER`. They find `alignclip` here. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  modulePaths: [join(resolve(__dirname, '../..'), 'node_modules')],
};
