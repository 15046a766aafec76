/**
 * node tools/packages/build.cjs [PACKAGE…]: compiles the sources of packages (default: of that in the current folder) to
 * JavaScript in their dist, by the transpiler with which a clone runs them. Declarations come from `tsc -b`.
 */
const { transformSync } = require('@swc/core');
const { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');
const { optionsFor } = require('@alignclip/launchers/swc');

const root = resolve(__dirname, '../..');

/** No build of specs' data, nor of what a build reads as sources: files for a browser or for a user's folder. */
const leftOut = /(^|\/)fixtures\/|^(browser|new\/templates|new\/study)\//;

/** @param {string} file @param {string} target */
function compile(file, target) {
  const sourceFileName = relative(dirname(target), file);
  const source = readFileSync(file, 'utf8');
  const options = optionsFor(file);
  // Names what is exported, so that Node gives it to an `import` of an ES module.
  const module = {
    .../** @type {import('@swc/core').NodeNextConfig} */ (options.module),
    exportInteropAnnotation: true,
  };
  const { code, map } = transformSync(source, { ...options, module, filename: file, sourceFileName });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${code}//# sourceMappingURL=${relative(dirname(target), target)}.map\n`);
  writeFileSync(`${target}.map`, /** @type {string} */ (map));
}

/** @param {string} folder */
function build(folder) {
  for (const name of ['LICENSE', 'NOTICE']) copyFileSync(join(root, name), join(folder, name));
  const [sources, built] = [join(folder, 'src'), join(folder, 'dist')];
  if (!existsSync(sources)) return; // create-alignclip
  mkdirSync(built, { recursive: true });
  for (const name of readdirSync(built)) if (name !== 'types') rmSync(join(built, name), { recursive: true });
  for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (leftOut.test(name)) continue;
    const target = join(built, name);
    if (/(?<!\.spec)\.ts$/.test(name)) compile(join(sources, name), target.replace(/\.ts$/, '.js'));
    else if (name.endsWith('.json')) {
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(join(sources, name), target);
    }
  }
  removeStale(join(built, 'types/src'), sources);
  if (existsSync(join(sources, 'new/study-lock.ts'))) writeLock(join(built, 'release-lock.json'));
}

/** Declarations of sources that are gone: `tsc -b` leaves them. @param {string} types @param {string} sources */
function removeStale(types, sources) {
  for (const name of readdirSync(types, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.d.ts') && !existsSync(join(sources, name.replace(/\.d\.ts$/, '.ts'))))
      rmSync(join(types, name));
}

/** `alignclip init` begins a study with the versions of this release. @param {string} target */
function writeLock(target) {
  const lock = /** @type {{ packages: object }} */ (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  writeFileSync(target, JSON.stringify({ packages: lock.packages }));
}

const given = process.argv.slice(2);
for (const folder of given.length > 0 ? given : ['.']) build(resolve(folder));
