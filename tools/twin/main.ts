import { selectBackend } from '@alignclip/backend';
import { writeFileAtomic } from '@alignclip/formats';
import { runBench } from '../bench/step/bench-arguments';
import { benchPython, readyBenchPython } from '../bench/step/python-environment';
import { twinCases } from './cases';
import { cellsOf, failuresOf, headings, markdown, type Row, rowsOf } from './rows';
import { trainBoth } from './train-both';
import { twinOptions, usage } from './twin-options';

/** `npm run check:twin`: see docs/how-to/fuzz-and-peers.md. */
async function main(): Promise<void> {
  const options = twinOptions(process.argv.slice(2));
  if (!options) return console.log(usage);
  const cases = twinCases(options.variants, options.steps);
  if (options.ifReady && readyBenchPython() === undefined)
    return console.log('check:twin does not run: no PyTorch is set up; without --if-ready it sets one up (5.5 GB)');
  const python = benchPython((line) => process.stderr.write(`${line}\n`));
  await selectBackend();
  const rows: Row[] = [];
  let versions = '';
  console.log(headings.join(' | '));
  for (const one of cases) {
    const sides = await trainBoth(one, python, options.threads);
    versions = sides.versions;
    for (const row of rowsOf(one, sides)) {
      rows.push(row);
      console.log(`${failuresOf(row).length > 0 ? 'FAIL' : 'ok  '} ${cellsOf(row).join(' | ')}`);
    }
  }
  const failures = rows.map(failuresOf).filter((lines) => lines.length > 0);
  for (const failure of failures.flat()) console.log(failure);
  console.log(`${versions}: ${rows.length - failures.length} passed, ${failures.length} failed`);
  if (options.out !== undefined) await writeTable(options.out, versions, rows);
  if (failures.length > 0) process.exitCode = 1;
}

const writeTable = (path: string, versions: string, rows: readonly Row[]): Promise<void> =>
  writeFileAtomic(path, path.endsWith('.json') ? JSON.stringify({ versions, rows }) : `${markdown(rows)}\n`);

runBench('check:twin', main);
