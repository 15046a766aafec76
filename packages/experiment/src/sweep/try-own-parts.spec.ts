import {
  Dataset,
  defineComponent,
  EmbeddingMap,
  Evaluator,
  Table,
  UserError,
  type AnyComponent,
  type Evaluation,
} from '@alignclip/core';
import { embedSplit } from '@alignclip/evaluation';
import { z } from 'zod';
import { experimentOf } from '../define/load-experiment';
import { scratchFolder } from '../testing/scratch-folder';
import { tinyExperiment } from '../testing/tiny-experiment';
import { withStore } from './open-experiment';
import { planSweep } from './plan-sweep';
import { tryOwnParts } from './try-own-parts';

const scratch = scratchFolder('try-own-parts');
const options = z.strictObject({});
const evaluator = (evaluate: (rows: number) => Evaluation) =>
  defineComponent(Evaluator)({
    type: 'own',
    options,
    inject: [Dataset],
    create: (_, dataset): Evaluator => ({
      name: 'own',
      evaluate: async (model) => evaluate((await embedSplit(model, dataset, 'test')).image.rows),
    }),
  });

async function tried(component: AnyComponent, change: object): Promise<void> {
  const definition = tinyExperiment({ components: [component], ...change });
  await tryOwnParts(await planSweep(withStore(experimentOf(definition, __filename), scratch.path), {}));
}
const measured = (evaluate: (rows: number) => Evaluation) => {
  const own = evaluator(evaluate);
  return tried(own, { variants: { one: { evaluators: [own()] } } });
};

describe('tryOwnParts', () => {
  it('runs an own evaluator on a few examples', async () => {
    const seen: number[] = [];
    await measured((rows) => ({ scores: { 'own/rows': seen.push(rows) } }));
    expect(seen).toEqual([expect.any(Number)]);
    expect(seen[0]).toBeGreaterThan(0);
  });

  it('names evaluator and place of a mistake, and a score that is no number', async () => {
    const wrong = () => (undefined as unknown as { score: number }).score;
    await expect(measured(() => ({ scores: { 'own/x': wrong() } }))).rejects.toThrow(
      /^evaluator "own", tried on a model that knows nothing .*TypeError/,
    );
    await expect(measured(() => ({ scores: { 'own/x': NaN } }))).rejects.toThrow('score "own/x" is NaN');
  });

  it('passes over what a part itself refuses', async () => {
    await measured(() => {
      throw new UserError('own: at least 1,000 examples');
    });
  });

  it('tries maps and tables, on records and on none', async () => {
    const map = defineComponent(EmbeddingMap)({
      type: 'own-map',
      options,
      create: (): EmbeddingMap => ({
        name: 'own-map',
        kind: 'rows',
        fit: () => {
          throw new TypeError('no rows');
        },
      }),
    });
    await expect(tried(map, { variants: { one: { maps: [map()] } } })).rejects.toThrow('map "own-map", tried on');
    const table = defineComponent(Table)({
      type: 'own-table',
      options,
      create: (): Table => ({
        title: 'own',
        render: (records) => ({
          ...{ title: records[0]!.variant, columns: [], rows: [], notes: [] },
        }),
      }),
    });
    await expect(tried(table, { tables: [table()] })).rejects.toThrow('table "own-table", tried on');
  });
});
