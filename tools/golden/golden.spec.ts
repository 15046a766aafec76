import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSafetensors } from '@alignclip/formats';
import { goldenFolders } from './golden-folder';
import { goldenChecks } from './registry';
import { runGolden, type GoldenResult } from './run-golden';

async function collect(from: string, checks = goldenChecks): Promise<GoldenResult[]> {
  const results: GoldenResult[] = [];
  for await (const result of runGolden(from, checks)) results.push(result);
  return results;
}

describe.each(goldenFolders())('golden files of %s', (folder) => {
  it.each(goldenChecks.map((check) => [check.files.source, check] as const))('%s', async (_name, check) => {
    const results = await collect(folder, [check]);
    const own = results.filter(({ files }) => files.some((file) => check.files.test(file)));
    expect(own.flatMap(({ failures }) => failures)).toEqual([]);
    for (const { worst, checks, notYet } of own) {
      expect(worst).toBeLessThanOrEqual(check.exact ? 0 : 1);
      expect(notYet !== undefined || checks > 0).toBe(true);
    }
  });

  it('has a check for every file', async () => {
    const idle = goldenChecks.map((check) => ({
      ...check,
      run: () => ({ file: '', checks: 1, failures: [], worst: 0 }),
    }));
    expect((await collect(folder, idle)).flatMap(({ failures }) => failures)).toEqual([]);
  });
});

describe('runGolden', () => {
  let made: string;
  beforeEach(async () => {
    made = await mkdtemp(join(tmpdir(), 'golden-'));
  });
  afterEach(() => rm(made, { recursive: true, force: true }));

  const manifest = (files: object) => writeFile(join(made, 'manifest.json'), JSON.stringify({ set: 'made', files }));
  const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const failures = async () => (await collect(made)).flatMap((result) => result.failures).join('\n');

  it('fails on a file that no check reads', async () => {
    await writeFile(join(made, 'novel.json'), '');
    await manifest({ 'novel.json': { bytes: 0, sha256: emptyHash } });
    expect(await failures()).toMatch('novel.json: no check reads this file');
  });

  it('fails on a file that the manifest does not name', async () => {
    await writeFile(join(made, 'stray.json'), '');
    await manifest({});
    expect(await failures()).toMatch('stray.json: in the folder, not in the manifest');
  });

  it('allows a README, and counts the cases of remedies that nothing computes yet', async () => {
    await writeFile(join(made, 'README.md'), 'What it holds.');
    const path = join(made, 'remedies.safetensors');
    await writeSafetensors(path, new Map());
    const bytes = await readFile(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const rest = { inputs: {}, options: {}, expected: {}, tolerance: { rtol: 0, atol: 0 } };
    const cases = ['odd', 'map', 'odd'].map((kind) => ({ name: 'x', kind, method: 'none', ...rest }));
    const file = { name: 'remedies.safetensors', bytes: bytes.length, sha256 };
    await writeFile(join(made, 'manifest.json'), JSON.stringify({ set: 'made', file, cases }));
    expect(await collect(made)).toMatchObject([{ failures: [], checks: 0, notYet: '3 cases not yet (odd 2, map 1)' }]);
  });

  it('fails on a case of remedies whose value is another', async () => {
    await cp(join(__dirname, 'fixtures/remedies'), made, { recursive: true });
    const manifest = JSON.parse(await readFile(join(made, 'manifest.json'), 'utf8')) as {
      cases: { name: string; expected: Record<string, number> }[];
    };
    const changed = manifest.cases.find(({ name }) => name === 'measure/silhouette.0')!;
    changed.expected['silhouette']! += 1e-4;
    await writeFile(join(made, 'manifest.json'), JSON.stringify(manifest));
    expect(await failures()).toMatch(/^measure\/silhouette\.0, silhouette: error is \d+\.?\d* times the tolerance$/);
  });

  it('fails on missing, resized and changed files before reading them', async () => {
    await writeFile(join(made, 'schedule.json'), 'x');
    await manifest({
      'tokenizer.json': { bytes: 0, sha256: emptyHash },
      'loss.safetensors': { bytes: 0, sha256: emptyHash },
      'schedule.json': { bytes: 1, sha256: emptyHash },
    });
    await writeFile(join(made, 'loss.safetensors'), 'longer');
    const found = await failures();
    expect(found).toMatch('tokenizer.json: named in the manifest, not in the folder');
    expect(found).toMatch('loss.safetensors: 6 bytes, 0 in the manifest');
    expect(found).toMatch(/schedule.json: sha256 \w+, e3b0/);
  });

  it('fails where a check throws, naming the reason', async () => {
    await writeFile(join(made, 'schedule.json'), '');
    await manifest({ 'schedule.json': { bytes: 0, sha256: emptyHash } });
    expect(await failures()).toMatch(/SyntaxError|JSON/);
  });
});
