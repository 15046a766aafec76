import { UserError } from '@alignclip/core';
import { loadExperiment, planSweep, RunStore } from '@alignclip/experiment';
import { Command } from 'commander';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { madeRecord } from '../testing/made-record';
import { printed } from '../testing/run-bin';
import { scratchFolder, tinySource } from '../testing/scratch-folder';
import { reportCommand } from './report';

const scratch = scratchFolder();

const report = async (...args: readonly string[]): Promise<string[]> => {
  const program = new Command().exitOverride();
  reportCommand(program);
  return printed(() => program.parseAsync(['report', ...args], { from: 'user' }));
};

/** A run store's folder with those records and files. */
function recordsFolder(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(scratch.path, name, 'records');
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return join(folder, '..');
}
const text = (variant: string, seed: number, distance: number) => JSON.stringify(madeRecord(variant, seed, distance));

describe('report of a folder', () => {
  it('shows what can be read and names every corrupt file', async () => {
    const folder = recordsFolder('corrupt', {
      'a.json': text('CLIP', 0, 0.8),
      'b.json': text('SharedCLIP', 0, 0.5),
      'c.json': text('SharedCLIP', 1, 0.5).slice(0, 300),
      'd.json': '',
      'e.json': text('CLIP', 1, 0.7).replace('"seed":1', '"seed":"1"'),
      'f.json': text('CLIP', 0, 0.8),
      'g.json': text('CLIP', 2, 0.8),
      'h.json': text('CLIP', 1, 0.7).replace('"seed":1', '"seed":0,"seed":1'),
    });
    truncateSync(join(folder, 'records', 'd.json'), 0);
    writeFileSync(join(folder, 'records', 'i.json'), '');
    truncateSync(join(folder, 'records', 'i.json'), 2 ** 31);
    const lines = await report(folder);
    expect(lines[0]).toBe('tiny, profile quick');
    const broken = lines
      .filter((line) => line.startsWith('  corrupt: '))
      .map((line) => line.replace(/^.*?records\//, ''));
    expect(broken).toEqual([
      expect.stringMatching(/^c\.json: .*JSON/),
      'd.json: empty: 0 bytes',
      expect.stringMatching(/^e\.json: field "seed"/),
      expect.stringMatching(/^f\.json: ignored: it has the same key as .*a\.json/),
      'h.json: field "seed" occurs twice',
      expect.stringMatching(/^i\.json: 2147483648 bytes/),
    ]);
    expect(lines).toContain('  missing: SharedCLIP · seed 2');
    expect(lines.find((line) => line.includes('│ SharedCLIP'))).toContain('.500');
  });

  it('says that nothing can be read where all is broken', async () => {
    const lines = await report(recordsFolder('all-broken', { 'a.json': '{' }));
    expect(lines[0]).toBe('all-broken');
    expect(lines.join('\n')).toMatch(/corrupt: .*a\.json: /);
  });

  it.each([
    ['terminal', 'txt', /│ CLIP/],
    ['markdown', 'md', /^\| CLIP \|/m],
    ['latex', 'tex', /\\toprule/],
    ['csv', 'csv', /^CLIP,0\.75,0\.0707/m],
    ['html', 'html', /<th scope="row">CLIP<\/th>/],
  ])('writes %s files', async (format, extension, row) => {
    const folder = recordsFolder('whole', { 'a.json': text('CLIP', 0, 0.8), 'b.json': text('CLIP', 1, 0.7) });
    const out = join(scratch.path, `out-${format}`);
    await report(join(folder, 'records'), '--format', format, '--out', out);
    expect(readdirSync(out).sort()).toEqual([`cross-modal-alignment.${extension}`, `report.${extension}`]);
    const names = readdirSync(out).sort();
    const [table, whole] = names.map((name) => readFileSync(join(out, name), 'utf8'));
    expect(table).toMatch(row);
    expect(whole).toContain(table!.trim());
  });

  it('writes figures beside the tables, and where they are', async () => {
    const curves = { 'trajectory/step': [0, 5], 'trajectory/centroid-distance': [1, 0.5] };
    const record = { ...madeRecord('CLIP', 0, 0.8), curves };
    const folder = recordsFolder('drawn', { 'a.json': JSON.stringify(record) });
    const out = join(scratch.path, 'drawn-out');
    await report(folder, '--format', 'markdown', '--out', out);
    const name = 'figure-gap-and-temperature-over-training';
    expect(readdirSync(out)).toEqual(expect.arrayContaining([`${name}.png`, `${name}.svg`, `${name}.vl.json`]));
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain(`](${name}.svg)`);
    expect(
      readFileSync(join(out, `${name}.png`))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('refuses a format that it has not, a folder without records, and a place that is a file', async () => {
    const folder = recordsFolder('fine', { 'a.json': text('CLIP', 0, 0.8) });
    await expect(report(folder, '--format', 'latx')).rejects.toThrow('unknown format "latx"; did you mean "latex"?');
    await expect(report(scratch.write('empty.txt', ''))).rejects.toThrow(UserError);
    mkdirSync(join(scratch.path, 'nothing'));
    await expect(report(join(scratch.path, 'nothing'))).rejects.toThrow('no records found there');
    await expect(report(folder, '--out', join(folder, 'records', 'a.json'))).rejects.toThrow('--out = ');
  });
});

describe('the report page', () => {
  it('lies beside the records, or where --out says, and names what is missing', async () => {
    const folder = recordsFolder('paged', {
      'a.json': text('CLIP', 0, 0.8),
      'b.json': text('CLIP', 1, 0.7),
      'c.json': '{',
    });
    const lines = await report(join(folder, 'records'), '--html');
    expect(lines[0]).toMatch(/^tiny, profile quick: .*paged\/page\.html, \d+\.\d [kM]B$/);
    expect(lines[1]).toMatch(/^ {2}corrupt: .*c\.json: /);
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain('<h1>tiny, profile quick</h1>');
    const out = join(scratch.path, 'pages');
    await report(folder, '--html', '--format', 'csv', '--out', out);
    expect(readdirSync(out).sort()).toEqual(['cross-modal-alignment.csv', 'page.html', 'report.csv']);
  });

  it('opens in the program that the system has for it, and says so where there is none', async () => {
    const folder = recordsFolder('opened', { 'a.json': text('CLIP', 0, 0.8) });
    const program = scratch.write(
      'xdg-open',
      `#!/bin/sh\nprintf %s "$1" > "${scratch.path}/seen.tmp" && mv "${scratch.path}/seen.tmp" "${scratch.path}/seen"\n`,
    );
    chmodSync(program, 0o755);
    const path = process.env['PATH'];
    try {
      process.env['PATH'] = `${scratch.path}:${path}`;
      await report(folder, '--open');
      for (let tries = 0; tries < 200 && !existsSync(join(scratch.path, 'seen')); tries += 1) await wait(50);
      expect(readFileSync(join(scratch.path, 'seen'), 'utf8')).toBe(join(folder, 'page.html'));
      process.env['PATH'] = join(scratch.path, 'nothing-here');
      expect((await report(folder, '--open')).at(-1)).toMatch(/no program found to open the page/);
    } finally {
      process.env['PATH'] = path;
    }
  });
});

describe('report of an experiment', () => {
  it('names the cells that are missing or broken, and shows the rest', async () => {
    const file = scratch.write('tiny.ts', tinySource);
    const runs = join(scratch.path, 'runs');
    const store = new RunStore(join(runs, 'tiny'));
    const { cells } = await planSweep({ ...loadExperiment(file), store }, {});
    const [first, second] = cells;
    await store.save({ ...madeRecord(first!.variant, first!.seed, 0.625), key: first!.key });
    writeFileSync(store.recordPath(second!.variant, second!.seed, second!.key), '{"schema": 1, ');
    await store.save(madeRecord('CLIP', 0, 0.1));
    const lines = await report(file, '--runs', runs);
    expect(lines[0]).toBe('tiny, profile quick');
    expect(lines.slice(4, 8)).toEqual([
      expect.stringMatching(/^ {2}corrupt: SharedCLIP · seed 0: .*sharedclip-seed0-.*JSON/),
      '  missing: CLIP · seed 1',
      '  missing: SharedCLIP · seed 1',
      expect.stringMatching(/^ {2}1 other file in .* from other settings, from other code, or corrupt/),
    ]);
    expect(lines.find((line) => line.includes('│ CLIP'))).toContain('.625');
    expect(lines.join('\n')).toContain('Does sharing help? No answer yet');
  });
});
