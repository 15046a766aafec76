import { selectBackend } from '@alignclip/backend';
import { cellsOf, loadExperiment, planSweep, runCell, withStore } from '@alignclip/experiment';
import { gap } from 'alignclip';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'alignclip-recipes-'));
const store = join(folder, 'quickstart');
const names = readdirSync(join(__dirname, 'recipes')).filter((name) => name.endsWith('.ts'));
const profile = 'smoke';

/** The experiment with one evaluator, which is enough to see that it runs. */
function opened(file: string) {
  const { definition, ...experiment } = loadExperiment(join(__dirname, file));
  const base = { ...definition.base, evaluators: [gap({ splits: ['test'], resamples: 0 })] };
  return withStore({ ...experiment, definition: { ...definition, base } }, store);
}

beforeAll(async () => {
  await selectBackend();
  const quickstart = opened('quickstart.ts');
  for (const cell of cellsOf(quickstart.definition, { profile, seeds: [0], variants: ['CLIP', 'SharedCLIP'] }))
    await runCell(quickstart, cell, profile);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(names)('recipes/%s', (name) => {
  const recipe = opened(join('recipes', name));

  it('is named after its file, and plans every cell from the weights of the quickstart', async () => {
    expect(recipe.definition.name).toBe(name.replace(/\.ts$/, ''));
    const { cells } = await planSweep(recipe, { profile, seeds: [0] });
    expect(cells.length).toBeGreaterThan(1);
    expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length);
    for (const { training, parameters } of cells) {
      expect([training.steps, training.from]).toEqual([4, expect.stringContaining('checkpoints')]);
      expect(parameters.total).toBeGreaterThan(0);
    }
  }, 120_000);

  it('runs', async () => {
    const cells = cellsOf(recipe.definition, { profile, seeds: [0] });
    // Frozen text towers compute the features of all captions first, which takes longer than the steps.
    const cheap = cells.findLast(({ config }) => [config.trainer.options['freeze'] ?? []].flat().length === 0)!;
    const { scores } = await runCell(recipe, cheap, profile);
    expect(Number.isFinite(scores['gap/test/centroid-distance'])).toBe(true);
  }, 120_000);
});
