import { loadExperiment } from '@alignclip/experiment';
import { madeRecord, scratchFolder } from '@alignclip/experiment/testing';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { KeptRecords } from './kept-records';
import { resultPages } from './result-pages';

const root = resolve(__dirname, '../..');

describe('docs/results', () => {
  it('says what the kept records say; `npm run results` writes it', async () => {
    for (const [page, text] of await resultPages(root)) expect({ page, text }).toEqual({ page, text: onDisk(page) });
  });
});

const onDisk = (page: string): string => readFileSync(join(root, page), 'utf8');

describe('KeptRecords', () => {
  const scratch = scratchFolder('results');
  const file = 'experiments/quickstart.ts';

  it('keeps the records of complete experiments only, and gives them back in the order of the report', async () => {
    const folder = join(scratch.path, 'kept');
    const kept = new KeptRecords(root, folder);
    expect(kept.read({ file, profile: 'smoke' })).toBeUndefined();
    const runs = join(scratch.path, 'runs');
    await expect(kept.keep({ file, profile: 'smoke' }, runs)).rejects.toThrow(/missing: CLIP · seed 0/);
    expect(kept.read({ file, profile: 'smoke' })).toBeUndefined();
  });

  it('keeps a record once that two experiments have', () => {
    const folder = join(scratch.path, 'shared');
    const kept = new KeptRecords(root, folder);
    const [one, two] = ['a', 'b'].map((letter) => madeRecord({ key: letter.repeat(64) }));
    kept.add('paper-quick', 'experiments/paper/table-1.ts', [two!, one!]);
    kept.add('paper-quick', 'experiments/paper/figure-4.ts', [one!]);
    expect(kept.read({ file: 'experiments/paper/table-1.ts', profile: 'quick' })).toEqual([two, one]);
    const content = brotliDecompressSync(readFileSync(join(folder, 'paper-quick.json.br'))).toString();
    expect(content.split('"key":"aaaa').length).toBe(2);
    kept.add('paper-quick', 'experiments/paper/table-1.ts', [one!]);
    expect(brotliDecompressSync(readFileSync(join(folder, 'paper-quick.json.br'))).toString()).not.toContain('bbbb');
  });

  it('tells runs on other data apart by their folder, with the tables that they had', async () => {
    const folder = join(scratch.path, 'regimes');
    const kept = new KeptRecords(root, folder);
    const [one, two] = ['a', 'b'].map((letter) => madeRecord({ key: letter.repeat(64) }));
    const { tables } = loadExperiment(join(root, file)).definition;
    const shown = { tables: tables!, questions: [], claims: [] };
    const elsewhere = { file, profile: 'full', folder: 'quickstart-photographs' };
    kept.add('quickstart-photographs-full', file, [two!], shown);
    expect(kept.read({ file, profile: 'full' })).toBeUndefined();
    expect(kept.read(elsewhere)).toEqual([two]);
    expect(kept.shown(elsewhere)).toEqual(shown);
    kept.add('quickstart-full', file, [one!]);
    expect(kept.read({ file, profile: 'full' })).toEqual([one]);
    expect(kept.shown({ file, profile: 'full' })).toBeUndefined();
    await expect(kept.keep(elsewhere, scratch.path)).rejects.toThrow(
      `${file}: its runs lie in quickstart, not in quickstart-photographs: set the variable that names its data`,
    );
  });

  it('refuses a file that is cut', () => {
    const folder = join(scratch.path, 'cut');
    mkdirSync(folder);
    const kept = new KeptRecords(root, folder);
    kept.add('paper-quick', file, [madeRecord()]);
    const path = join(folder, 'paper-quick.json.br');
    writeFileSync(path, readFileSync(path).subarray(0, 100));
    expect(() => kept.read({ file, profile: 'quick' })).toThrow(/paper-quick\.json\.br/);
  });
});
