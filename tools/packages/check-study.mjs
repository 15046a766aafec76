/**
 * `npm run check:study [-- --short] [-- --esm]`: what docs/how-to/start-your-own-study.md says, from tarballs in an empty
 * folder outside the clone: install, init, set-up, tests, own loss, encoder, evaluator and data, report; keys as in the
 * clone and after a move; a component as a package. `--short` takes the other npm packages from the clone, trains the
 * smoke profile once and leaves the quickstart out.
 */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, edit, install, link, repository, run, tarballs, writeData } from './study-folder.mjs';

const [short, esm] = ['--short', '--esm'].map((option) => process.argv.includes(option));
const extension = esm ? '.js' : '';
const bin = 'node_modules/.bin/';

/**
 * @param {boolean} holds
 * @param {string} what
 */
function expect(holds, what) {
  if (!holds) throw new Error(what);
}

const keysProgram = `
const { openExperiment, planSweep } = require('@alignclip/experiment');
planSweep(openExperiment(process.argv[2], { runs: 'runs' }), { profile: 'smoke' })
  .then(({ cells }) => console.log(JSON.stringify(cells.map(({ id, key }) => [id, key]))));
`;

/**
 * The keys of the study's cells, as the packages of a clone or of a study give them.
 * @param {string} study
 * @param {string} hook
 */
const keysOf = (study, hook) => run(study, process.execPath, '-r', hook, 'keys.cjs', 'src/experiment.ts').trim();
const inStudy = '@alignclip/launchers/typescript';
const inClone = join(repository, 'packages/launchers/bin/typescript.cjs');

/** @param {string} study */
function records(study) {
  const folder = join(study, 'runs/first/records');
  return readdirSync(folder).map(
    (name) =>
      /** @type {{ key: string, variant: string, provenance: { git: string, alignclip: string } }} */ (
        JSON.parse(readFileSync(join(folder, name), 'utf8'))
      ),
  );
}

/** @param {string} study */
function commit(study) {
  const name = ['-c', 'user.name=check', '-c', 'user.email=check@localhost'];
  run(study, 'git', 'add', '.');
  run(study, 'git', ...name, 'commit', '-q', '-m', 'A study');
  return run(study, 'git', 'rev-parse', 'HEAD').trim();
}

/** @param {string} study */
async function begin(study) {
  if (short) link(study);
  else install(study);
  run(study, `${bin}alignclip`, 'init', '.', ...(esm ? ['--esm'] : []));
  if (!esm) create(study, short === true);
  if (!short) run(study, 'npm', 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund');
  for (const [kind, name] of [
    ['image-encoder', 'own-patches'],
    ['evaluator', 'own-margin'],
  ])
    run(study, `${bin}alignclip`, 'new', kind ?? '', name ?? '', '--here', 'src');
  edit(join(study, 'src/experiment.ts'), {
    'import { ownData }': `import { ownMargin } from './own-margin${extension}';\nimport { ownPatches } from './own-patches${extension}';\nimport { ownData }`,
    'components: [centroidDistance]': 'components: [centroidDistance, ownPatches, ownMargin]',
    'evaluators: [gap(), retrieval()]': 'evaluators: [gap(), retrieval(), ownMargin()]',
    'SharedCLIP: { sharing: shared() },':
      "SharedCLIP: { sharing: shared() },\n    'own encoder': { imageEncoder: ownPatches({ embeddingWidth: 64 }) },",
  });
  await writeData(join(study, 'data'));
  edit(join(study, '.gitignore'), { 'data/\n': 'data/\nkeys.cjs\n' });
  writeFileSync(join(study, 'keys.cjs'), keysProgram);
  run(study, 'git', 'init', '-q');
}

/** @param {string} study */
function train(study) {
  run(study, 'npm', 'test', '--silent');
  const head = commit(study);
  run(study, 'npm', 'start', '--silent', '--', '--profile', 'smoke');
  const again = run(study, `${bin}alignclip`, 'ablate', 'src/experiment.ts', '--profile', 'smoke');
  expect(again.includes('4 cells, 4 finished, 0 to run'), `the second run is not finished:\n${again}`);
  for (const { variant, provenance } of records(study)) {
    expect(provenance.git === head, `${variant}: the record names ${provenance.git}, not ${head}`);
    expect(/^npm \d/.test(provenance.alignclip), `${variant}: the record names alignclip ${provenance.alignclip}`);
  }
  run(study, `${bin}alignclip`, 'report', 'src/experiment.ts', '--html');
}

/** @param {string} study */
function compareKeys(study) {
  const keys = keysOf(study, inStudy);
  expect(keys === keysOf(study, inClone), 'the keys in the clone are others');
  const trained = records(study).map(({ key }) => key);
  expect(trained.length === 4 && trained.every((key) => keys.includes(key)), 'the keys of the records are others');
  const moved = `${study}-moved`;
  renameSync(study, moved);
  expect(keysOf(moved, inStudy) === keys, 'the keys after a move are others');
  return moved;
}

/** @param {string} study */
function component(study) {
  run(study, `${bin}alignclip`, 'new', 'loss', 'far-apart', '--package');
  const folder = join(study, 'alignclip-component-far-apart');
  if (!short) run(folder, process.execPath, join(study, 'node_modules/typescript/bin/tsc'));
  const listed = run(
    study,
    `${bin}alignclip`,
    'list',
    'components',
    '--from',
    short ? join(folder, 'src/index.ts') : folder,
  );
  expect(listed.includes('far-apart'), `the component is not listed:\n${listed}`);
}

/** @param {string} study */
function quickstart(study) {
  copyFileSync(join(repository, 'experiments/quickstart.ts'), join(study, 'src/quickstart.ts'));
  const { type } = /** @type {{ type: string }} */ (JSON.parse(readFileSync(join(study, 'package.json'), 'utf8')));
  const shown = run(study, `${bin}alignclip`, 'ablate', 'src/quickstart.ts', '--profile', 'smoke');
  expect(shown.includes('centroid'), `no table in a study of type ${type}:\n${shown}`);
  run(study, `${bin}alignclip`, 'doctor');
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alignclip-study-')));
let study = join(folder, 'my-study');
try {
  if (tarballs().length === 0) throw new Error('no tarballs: npm run pack');
  mkdirSync(study);
  await begin(study);
  train(study);
  study = compareKeys(study);
  component(study);
  if (!short) quickstart(study);
  console.log('a study from tarballs: as its page says');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
