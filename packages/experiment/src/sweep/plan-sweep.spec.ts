import { textTransformer } from '@alignclip/encoders';
import { join } from 'node:path';
import { experimentOf, loadExperiment } from '../define/load-experiment';
import { planSweep } from './plan-sweep';
import { RunStore } from '../store/run-store';
import { scratchFolder } from '../testing/scratch-folder';
import { tinyExperiment } from '../testing/tiny-experiment';

const file = join(__dirname, '../testing/tiny-sweep.ts');
const good = ['CLIP', 'AlignCLIP'];
const scratch = scratchFolder('plan');
const storeNamed = (name: string) => new RunStore(join(scratch.path, name));

describe('planSweep', () => {
  it('names each cell and its key before anything runs', async () => {
    const store = storeNamed('planned');
    const { cells, profile } = await planSweep({ ...loadExperiment(file), store }, { seeds: [0, 1], variants: good });
    expect(profile).toBe('quick');
    expect(cells.map(({ id }) => id)).toEqual([
      'CLIP · seed 0',
      'AlignCLIP · seed 0',
      'CLIP · seed 1',
      'AlignCLIP · seed 1',
    ]);
    expect(new Set(cells.map(({ key }) => key)).size).toBe(4);
    expect(cells.every(({ record }) => record === undefined)).toBe(true);
  });

  it('gives settings, in which other cells are', async () => {
    const experiment = { ...loadExperiment(file), store: storeNamed('set') };
    const plan = await planSweep(experiment, { variants: ['CLIP'], settings: { 'trainer.steps': 9 } });
    expect(plan.settings).toEqual({ 'trainer.steps': 9 });
    expect(plan.cells[0]!.config.trainer.options['steps']).toBe(9);
    const [plain] = (await planSweep(experiment, { variants: ['CLIP'] })).cells;
    expect(plan.cells[0]!.key).not.toBe(plain!.key);
    expect(plan.cells[0]!.trainingKey).not.toBe(plain!.trainingKey);
  });

  it('counts the parameters of each cell', async () => {
    const { cells } = await planSweep({ ...loadExperiment(file), store: storeNamed('counted') }, { variants: good });
    expect(cells[0]!.parameters.shared).toBe(0);
    expect(cells[1]!.parameters.shared).toBeGreaterThan(0);
    expect(cells[1]!.parameters.total).toBeLessThan(cells[0]!.parameters.total);
  });

  it('names the variant whose parts do not fit', async () => {
    const variants = { CLIP: {}, wide: { textEncoder: textTransformer({ width: 8, layers: 1, embeddingWidth: 16 }) } };
    const definition = tinyExperiment({ variants });
    await expect(planSweep({ ...experimentOf(definition, file), store: storeNamed('misfit') }, {})).rejects.toThrow(
      'variant "wide": imageEncoder.embeddingWidth = 8 but textEncoder.embeddingWidth = 16: they must be equal',
    );
  });
});
