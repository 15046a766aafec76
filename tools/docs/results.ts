import type { RunRecord } from '@alignclip/core';
import { messageOf } from '@alignclip/core';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { KeptRecords } from './kept-records';
import { resultPages, shownResults } from './result-pages';
import { sphereImage } from './sphere-image';

const root = resolve(__dirname, '../..');

/**
 * `npm run results`: writes docs/results from the records kept there. `-- --keep RUNS` first takes the records of every
 * complete experiment in RUNS; `-- --unpack FOLDER` writes the kept records as files, for `alignclip report FOLDER`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { keep: { type: 'string' }, unpack: { type: 'string' } } });
  const kept = new KeptRecords(root);
  if (values.keep !== undefined) await keepAll(kept, values.keep);
  if (values.unpack !== undefined) return unpack(kept, values.unpack);
  for (const [page, text] of await resultPages(root)) {
    const path = join(root, page);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${page}`);
  }
  drawSpheres(kept.read({ file: 'experiments/quickstart.ts', profile: 'quick' }) ?? []);
}

async function keepAll(kept: KeptRecords, runs: string): Promise<void> {
  for (const shown of shownResults(root)) {
    const name = `${shown.file}, profile ${shown.profile}`;
    await kept.keep(shown, runs).then(
      () => console.log(`kept: ${name}`),
      (error: unknown) => console.log(`left as it was: ${name}: ${messageOf(error).split('\n')[0]}`),
    );
  }
}

function unpack(kept: KeptRecords, folder: string): void {
  for (const shown of shownResults(root))
    for (const record of kept.read(shown) ?? []) {
      const records = join(folder, record.experiment, 'records');
      mkdirSync(records, { recursive: true });
      writeFileSync(join(records, `${record.key}.json`), JSON.stringify(record));
    }
}

/** The image of the README, in both themes. */
function drawSpheres(records: readonly RunRecord[]): void {
  const first = (variant: string) => records.find((record) => record.variant === variant);
  const [clip, alignClip] = [first('CLIP'), first('AlignCLIP')];
  if (clip === undefined || alignClip === undefined) return;
  for (const theme of ['light', 'dark'] as const)
    writeFileSync(join(root, `docs/images/spheres-${theme}.svg`), sphereImage([clip, alignClip], 'test', theme));
}

main().catch((error: unknown) => {
  console.error(`error: ${messageOf(error)}`);
  process.exitCode = 1;
});
