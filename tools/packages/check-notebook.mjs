/**
 * `npm run check:notebook`: the cells of docs/how-to/use-a-notebook.md, run by Jupyter without a browser in the kernel and
 * the version that the page names, in a study from tarballs that was trained at smoke size. What they show is compared
 * with the records. The other npm packages are those of the clone; kernel and Jupyter come from the registries.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installKernel, runCells } from './notebook-cells.mjs';
import { edit, link, run, tarballs } from './study-folder.mjs';

/** @typedef {{ variant: string, seed: number, scores: Record<string, number> }} RunRecord */

/**
 * The mean and the standard deviation over the seeds of a variant.
 * @param {readonly RunRecord[]} records
 * @param {string} variant
 * @param {(scores: Record<string, number>) => number} valueOf
 */
function describe(records, variant, valueOf) {
  const values = records.filter((record) => record.variant === variant).map(({ scores }) => valueOf(scores));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)), seeds: values.length };
}

/**
 * Throws Error where a cell doesn't show what the records say.
 * @param {readonly Record<string, string>[]} shown
 * @param {readonly RunRecord[]} records
 */
function compare(shown, records) {
  const variants = [...new Set(records.map(({ variant }) => variant))];
  /** @type {(number: number, type: string, holds: (text: string) => boolean) => void} */
  const expect = (number, type, holds) => {
    const text = shown[number]?.[type] ?? '';
    if (!holds(text))
      throw new Error(`cell ${String(number + 1)} of the page shows otherwise:\n${text.slice(0, 3000)}`);
    console.log(`cell ${String(number + 1)}: ${type}, ${String(text.length)} characters, as the records say`);
  };
  const distance = 'gap/test/centroid-distance';
  const loaded = `runs: ${String(records.length)}, problems: []`;
  expect(0, 'text/plain', (text) => text.includes(loaded));
  expect(1, 'text/html', (text) => {
    const values = [...text.matchAll(/data-value="([^"]+)"/g)].map(([, value]) => Number(value));
    const near = (/** @type {number} */ mean) => values.some((value) => Math.abs(value - mean) < 1e-9);
    return variants.every((name) => near(describe(records, name, (scores) => scores[distance] ?? NaN).mean));
  });
  expect(2, 'image/svg+xml', (text) => text.startsWith('<svg') && variants.every((name) => text.includes(name)));
  expect(3, 'image/svg+xml', (text) => text.split('aria-roledescription="point"').length - 1 === records.length);
  expect(4, 'text/markdown', (text) =>
    variants.every((name) => {
      const share = (/** @type {Record<string, number>} */ scores) =>
        (scores[distance] ?? NaN) ** 2 / (scores['gap/test/align-loss'] ?? NaN);
      const { mean, sd, seeds } = describe(records, name, share);
      return text.includes(`| ${name} | ${mean.toFixed(4)} | ${sd.toFixed(4)} | ${String(seeds)} |`);
    }),
  );
  expect(5, 'text/plain', (text) => variants.every((name) => text.includes(`"${name}"`)));
  if (shown.length !== 6) throw new Error(`the page has ${String(shown.length)} cells, of which 6 are compared`);
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alignclip-notebook-')));
const study = join(folder, 'my-study');
try {
  if (tarballs().length === 0) throw new Error('no tarballs: npm run pack');
  mkdirSync(study);
  link(study);
  installKernel(folder, study);
  run(study, 'node_modules/.bin/alignclip', 'init', '.');
  edit(join(study, 'src/experiment.ts'), { 'smoke: { seeds: [0]': 'smoke: { seeds: [0, 1]' });
  run(study, 'node_modules/.bin/alignclip', 'ablate', 'src/experiment.ts', '--profile', 'smoke');
  const kept = join(study, 'runs/first/records');
  const records = readdirSync(kept).map(
    (name) => /** @type {RunRecord} */ (JSON.parse(readFileSync(join(kept, name), 'utf8'))),
  );
  compare(runCells(folder, study), records);
  console.log('the notebook of docs/how-to/use-a-notebook.md: as the page says');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
