// @ts-check
/**
 * Lets Node run TypeScript (`node -r @alignclip/launchers/typescript`), each file compiled once per content, and finds
 * the packages of a clone by their sources. ES modules (`.mts`, `.mjs`, files below `"type": "module"`) become
 * CommonJS, so that they find the same packages; only `await` outside a function is beyond them.
 *
 * Compiled files are kept in node_modules/.cache/alignclip/typescript of the clone or project under the hash of compiler, options and source, and
 * are written under another name first: processes that start together or are killed leave nothing half-written. A file
 * begins with the hash of its rest; one that doesn't fit, or a folder that can't be written, means compiling again.
 */
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { join, resolve } = require('node:path');

const { findingSources } = require('./find-source.cjs');
const { makeFolder } = require('./make-folder.cjs');
const { isOurs, root } = require('./places.cjs');
const { version } = require('ts-node/package.json');
const { version: swc } = require('@swc/core/package.json');

const folder = resolve(process.env.ALIGNCLIP_COMPILED || join(root, 'node_modules/.cache/alignclip/typescript'));
const hashLength = 64;

/**
 * What the types of Node 20 lack: the cache of what V8 made of every module (since Node 22), and how a module is found.
 * @typedef {{
 *   enableCompileCache?: (folder: string) => unknown,
 *   _resolveFilename: (this: unknown, request: string, ...rest: unknown[]) => string,
 * }} NodeModules
 */
const nodeModules = /** @type {NodeModules} */ (/** @type {unknown} */ (Module));
if (nodeModules.enableCompileCache)
  try {
    nodeModules.enableCompileCache(makeFolder(join(folder, 'v8')));
  } catch {} // no folder: V8 compiles again

/** @param {string[]} parts */
const hashOf = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

const compiler = `ts-node ${version}, swc ${swc}, CommonJS of ES2022`; // its options are in lazy-swc.cjs

/** @type {Map<string, string>} the source that this process runs, by file */
const sources = new Map();

/** @param {string} source @param {string} filename @returns {{ code: string, map: string }} */
function compiled(source, filename) {
  const file = join(folder, hashOf(compiler, String(isOurs(filename)), source));
  return read(file) ?? write(file, source, filename);
}
/** @param {string} file */
function read(file) {
  try {
    const text = readFileSync(file, 'utf8');
    const rest = text.slice(hashLength + 1);
    if (text.slice(0, hashLength) !== hashOf(rest)) return undefined;
    const end = rest.indexOf('\n');
    return { map: rest.slice(0, end), code: rest.slice(end + 1) };
  } catch {
    return undefined; // not there yet
  }
}

/** @type {import('ts-node').Service | undefined} */
let service;

/** What ts-node makes of a source, its source map apart. @param {string} source @param {string} filename */
function compile(source, filename) {
  service ??= /** @type {import('ts-node')} */ (require('ts-node')).create({
    project: join(__dirname, 'ts-node.json'),
    transpileOnly: true,
    swc: false,
    transpiler: require.resolve('./lazy-swc.cjs'),
  });
  Error.prepareStackTrace = stackInSource; // ts-node sets its own, which knows no line of what was compiled before
  const text = asCommonJs(service, source, filename);
  const mark = text.lastIndexOf('//# sourceMappingURL=');
  const map = Buffer.from(text.slice(text.indexOf('base64,', mark) + 'base64,'.length).trim(), 'base64').toString();
  return { code: text.slice(0, mark), map };
}

/** @param {import('ts-node').Service} compiler @param {string} source @param {string} filename */
function asCommonJs(compiler, source, filename) {
  try {
    return compiler.compile(source, filename.replace(/\.[cm]?[jt]s$/, '.cts'));
  } catch (error) {
    throw syntaxError(error, filename);
  }
}

/**
 * The syntax error that the compiler reports, as `file:line:column: what`. @param {unknown} error @param {string} filename
 */
function syntaxError(error, filename) {
  const text = require('node:util').stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  const [, what = text.split('\n')[0]] = /^\s*x (.+)$/m.exec(text) ?? [];
  const [, place = ''] = /\.cts(:\d+:\d+)\]/.exec(text) ?? [];
  return new SyntaxError(`${filename}${place}: ${what}`, { cause: error });
}

/** @param {string} file @param {string} source @param {string} filename */
function write(file, source, filename) {
  const { code, map } = compile(source, filename);
  const rest = `${map}\n${code}`;
  const unfinished = `${file}.${process.pid}.${require('node:worker_threads').threadId}`;
  try {
    makeFolder(folder);
    writeFileSync(unfinished, `${hashOf(rest)}\n${rest}`);
    renameSync(unfinished, file);
  } catch {
    // A read-only folder or a full disk: the next process compiles again.
    if (existsSync(unfinished)) rmSync(unfinished);
  }
  return { code, map };
}

/** @param {NodeJS.Module & { _compile?: (code: string, filename: string) => void }} module @param {string} filename */
function load(module, filename) {
  const source = readFileSync(filename, 'utf8');
  sources.set(filename, source);
  module._compile?.(compiled(source, filename).code, filename);
}
// eslint-disable-next-line @typescript-eslint/no-deprecated -- what every compiler for require() hooks into
const { extensions } = require;
const loadPlain = extensions['.js'];
for (const extension of ['.ts', '.cts', '.mts']) extensions[extension] = load;
for (const extension of ['.js', '.mjs'])
  extensions[extension] = (module, filename) => {
    if (/[\\/]node_modules[\\/]/.test(filename) || !isModule(filename)) loadPlain(module, filename);
    else load(module, filename);
  };

/** Whether a JavaScript file has imports or exports. @param {string} filename */
const isModule = (filename) => /^\s*(?:import|export)\b/m.test(readFileSync(filename, 'utf8'));

Object.assign(Module, { _resolveFilename: findingSources(nodeModules._resolveFilename) });

/**
 * A frame of a stack with the line of the source in place of the compiled one.
 * @param {NodeJS.CallSite & { toString(): string }} frame
 */
function inSource(frame) {
  const [file, line, column] = [frame.getFileName() ?? '', frame.getLineNumber() ?? 0, frame.getColumnNumber() ?? 0];
  const source = sources.get(file);
  if (source === undefined) return frame.toString();
  const entry = new Module.SourceMap(
    /** @type {import('node:module').SourceMapPayload} */ (JSON.parse(compiled(source, file).map)),
  ).findEntry(line - 1, column - 1);
  if (!('originalLine' in entry)) return frame.toString();
  const place = `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  return frame.toString().replace(`${file}:${line}:${column}`, () => place);
}

/** @param {Error} error @param {NodeJS.CallSite[]} frames */
function stackInSource(error, frames) {
  return [Error.prototype.toString.call(error), ...frames.map((frame) => `    at ${inSource(frame)}`)].join('\n');
}
Error.prepareStackTrace = stackInSource;
