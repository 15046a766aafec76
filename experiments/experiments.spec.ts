import { describeWhere, itWhere } from '@alignclip/core/testing';
import { cellsOf, loadExperiment, planSweep, withStore } from '@alignclip/experiment';
import { hasEfficientNet, hasSentenceEncoder } from 'alignclip';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Experiments on the user's own data, with the variables that name the folders. */
const ownData: Readonly<Record<string, readonly string[]>> = { 'photos.ts': ['ALIGNCLIP_FLICKR8K', 'ALIGNCLIP_STS'] };
const absent = Object.keys(ownData).filter((name) => ownData[name]!.some((variable) => !process.env[variable]));

const files = readdirSync(__dirname).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !absent.includes(name),
);
/** Data and models that a machine may lack. */
const elsewhere = ['paper'];
const hasTeacher = hasSentenceEncoder('all-MiniLM-L6-v2');
/** What an experiment needs besides. */
const hasTowers = (name: string) => name !== 'pretrained.ts' || hasEfficientNet('lite0');
const lacking = hasTeacher
  ? 'no weights of EfficientNet (npm run setup downloads them)'
  : 'no sentence encoder all-MiniLM-L6-v2 (npm run setup downloads it)';

const folder = mkdtempSync(join(tmpdir(), 'alignclip-experiments-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const name of absent)
  itWhere(false, `no data for ${name} (${ownData[name]!.join(', ')} not set)`, name, () => undefined);

describe.each(files)('%s', (name) => {
  const experiment = loadExperiment(join(__dirname, name));
  const { definition } = experiment;
  const profiles = ['quick', ...Object.keys(definition.profiles ?? {})];

  it('is named after its file and has a quick, a full and a smoke profile', () => {
    expect(definition.name).toBe(name.replace(/\.ts$/, ''));
    expect(profiles).toEqual(expect.arrayContaining(['quick', 'full', 'smoke']));
    expect((definition.tables ?? []).length).toBeGreaterThan(0);
  });

  it('is small in the smoke profile', () => {
    for (const { config } of cellsOf(definition, { profile: 'smoke' }))
      expect(config.trainer.options['steps']).toBeLessThanOrEqual(8);
  });

  it.each(profiles)('has cells in the profile %s, at least two seeds where it is to be judged', (profile) => {
    const seeds = new Set(cellsOf(definition, { profile }).map(({ seed }) => seed));
    expect(seeds.size).toBeGreaterThanOrEqual(['quick', 'full'].includes(profile) ? 2 : 1);
  });

  it('asks questions about variants that it has', () => {
    for (const profile of profiles.filter((one) => !elsewhere.includes(one))) {
      const variants = cellsOf(definition, { profile }).map(({ variant }) => variant);
      for (const { options } of definition.questions ?? [])
        expect(variants).toEqual(expect.arrayContaining([options['baseline'], options['treatment']]));
    }
  });

  itWhere(hasTeacher && hasTowers(name), lacking, 'passes every check before the first step', async () => {
    const { cells } = await planSweep(withStore(experiment, join(folder, definition.name)), { seeds: [0] });
    expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length);
  });
});

describeWhere(hasTeacher, lacking, 'rq1-parameter-sharing.ts', () => {
  it.each(['SharedCLIP, wider', 'SharedCLIP, twice as deep'])(
    'has as many parameters in %s as in CLIP',
    async (wanted) => {
      const experiment = loadExperiment(join(__dirname, 'rq1-parameter-sharing.ts'));
      const selection = { variants: ['CLIP', wanted], seeds: [0] };
      const { cells } = await planSweep(withStore(experiment, join(folder, 'equal')), selection);
      const [clip, shared] = cells.map(({ parameters }) => parameters.total);
      expect(Math.abs(shared! / clip! - 1)).toBeLessThan(0.01);
    },
  );
});
