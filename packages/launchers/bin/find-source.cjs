// @ts-check
/** How the TypeScript hook finds what an import means. */
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { sourcePackages } = require('./places.cjs');

/** @typedef {(this: unknown, request: string, ...rest: unknown[]) => string} Resolve */

/**
 * Node's way to find a file, for us: the packages of a clone by their sources, and `./x.js` as `./x.ts` where only that
 * is there, as TypeScript writes it in an ES module.
 * @param {Resolve} plain
 * @returns {Resolve}
 */
function findingSources(plain) {
  /** @type {Map<string, string | undefined>} */
  const known = new Map();
  return function find(request, ...rest) {
    const parent = /** @type {NodeJS.Module} */ (rest[0]); // that imports
    if (request === '@tensorflow/tfjs' && nativeBackend.test(parent.filename)) return tfjs;
    if (!known.has(request) && /^@?alignclip\b/.test(request)) known.set(request, sourceOf(request));
    const source = known.get(request);
    if (source !== undefined) return source;
    try {
      return plain.call(this, request, ...rest);
    } catch (error) {
      const written = /^\.{0,2}\/.*\.[cm]?js$/.test(request) ? request.replace(/js$/, 'ts') : undefined;
      if (written === undefined || /** @type {NodeJS.ErrnoException} */ (error).code !== 'MODULE_NOT_FOUND')
        throw error;
      try {
        return plain.call(this, written, ...rest);
      } catch {
        throw error; // it names what the user wrote
      }
    }
  };
}

const nativeBackend = /[\\/]@tensorflow[\\/]tfjs-node-gpu[\\/]/;
const tfjs = join(dirname(require.resolve('@alignclip/backend/package.json')), 'bin/tfjs.cjs');

/**
 * The source that an import of a package of the clone means; undefined for all others.
 * @param {string} request
 */
function sourceOf(request) {
  if (sourcePackages === undefined) return undefined;
  const [, name = 'alignclip', entry = ''] = /^(?:@alignclip\/([a-z-]+)|alignclip)(\/.+)?$/.exec(request) ?? [];
  if (request !== `alignclip${entry}` && request !== `@alignclip/${name}${entry}`) return undefined;
  const folder = join(sourcePackages, name);
  try {
    const text = readFileSync(join(folder, 'package.json'), 'utf8');
    const { exports } = /** @type {{ exports: Record<string, string | { '@alignclip/source': string }> }} */ (
      JSON.parse(text)
    );
    const target = exports[`.${entry}`];
    if (target === undefined) return undefined;
    return join(folder, typeof target === 'string' ? target : target['@alignclip/source']);
  } catch {
    return undefined; // Node's own error names it
  }
}

module.exports = { findingSources };
