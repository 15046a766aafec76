// @ts-check
const { existsSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

/**
 * Makes a folder and those above it, and gives its path. Node's own way (20.20) never ends below /proc, where none can be made.
 * @param {string} path
 */
function makeFolder(path) {
  if (existsSync(path)) return path;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!existsSync(path)) throw error; // otherwise another process was faster
  }
  return path;
}

module.exports = { makeFolder };
