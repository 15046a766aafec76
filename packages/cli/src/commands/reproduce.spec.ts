import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBin } from '../testing/run-bin';
import { scratchFolder, tinySource } from '../testing/scratch-folder';

const scratch = scratchFolder();
const experiment = (name: string) =>
  tinySource
    .replace('import { bagOfWords', 'import { claim, trainingCurves, bagOfWords')
    .replace("name: 'tiny', seeds: [0, 1]", `name: '${name}', folder: 'both', seeds: [0]`)
    .replace(
      'tables: [summaryTable()],',
      `tables: [summaryTable()], figures: [trainingCurves({ curves: [{ key: 'L', name: 'loss' }] })],
    claims: [claim({ claim: 'Sharing closes the gap', source: 'RQ1', pairs: [['SharedCLIP', 'CLIP']],
      scores: [{ name: 'centroid distance', score: 'gap/test/centroid-distance', better: 'lower' }] })],`,
    );

describe('reproduce', () => {
  it('runs what several experiments share once, writes their reports, and then computes nothing', async () => {
    mkdirSync(join(scratch.path, 'experiments/paper'), { recursive: true });
    for (const name of ['one', 'two']) scratch.write(`experiments/paper/${name}.ts`, experiment(name));
    const first = await runBin(['reproduce', 'all', '--processes', '1'], scratch.path);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('one, profile quick: 2 cells, 0 finished');
    expect(first.stdout).toContain('two, profile quick: 2 cells, 2 finished');
    expect(first.stdout.trim().split('\n').at(-1)).toBe('2 claims: 0 hold, 0 fail, 0 undecided, 2 without a verdict');
    expect(readdirSync(join(scratch.path, 'runs/both/records'))).toHaveLength(2);
    const out = join(scratch.path, 'runs/paper-report');
    expect(readdirSync(join(out, 'two')).sort()).toEqual([
      ...['png', 'svg', 'vl.json'].map((extension) => `figure-gap-and-temperature-over-training.${extension}`),
      ...['csv', 'md', 'tex'].map(
        (extension) => `modality-gap-retrieval-and-zero-shot-classification-test.${extension}`,
      ),
      'page.html',
      ...['csv', 'md', 'tex'].map((extension) => `report.${extension}`),
    ]);
    expect(readFileSync(join(out, 'one/report.md'), 'utf8')).toContain('no verdict (1 seed): Sharing closes the gap');
    const page = readFileSync(join(out, 'one/page.html'), 'utf8');
    expect(page).toContain('one, profile quick');
    expect(page).toContain('Sharing closes the gap');
    const all = readFileSync(join(out, 'page.html'), 'utf8');
    expect(all.match(/Sharing closes the gap/g)).toHaveLength(2);
    const again = await runBin(['reproduce', 'two'], scratch.path);
    expect(again.stdout).not.toContain('step');
    expect(again.code).toBe(0);
  }, 240_000);
});
