import { gap } from '@alignclip/evaluation';
import { clip, crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { shared } from '@alignclip/sharing';
import { fixedLogitScale, trainer, warmUpConstant } from '@alignclip/training';
import { shapes } from '@alignclip/datasets';
import { cellsOf } from '../cells';
import type { Change } from '../run-config';
import { tinyExperiment } from '../testing/tiny-experiment';
import { costShape } from './cost-shape';

const shapeOf = (change: Change) => costShape(cellsOf(tinyExperiment({ variants: { one: change } }))[0]!.config);
const steps = trainer({ steps: 6, batchSize: 16 });

describe('costShape', () => {
  it.each<[string, Change]>([
    ['sharing', { sharing: shared() }],
    ['temperature', { temperature: fixedLogitScale() }],
    ['schedule', { schedule: warmUpConstant() }],
    ['weights of terms', { losses: [clip({ weight: 3, symbol: 'L_other' })] }],
    ['evaluators', { evaluators: [gap({ splits: ['val'] })] }],
    ['steps', { trainer: trainer({ steps: 99, batchSize: 16 }) }],
  ])('overlooks %s', (_what, change) => expect(shapeOf(change)).toBe(shapeOf({})));

  it.each<[string, Change]>([
    ['batch size', { trainer: trainer({ steps: 6, batchSize: 8 }) }],
    ['chunks', { trainer: { ...steps, options: { ...steps.options, accumulate: 2 } } }],
    ['terms', { losses: [crossModalitySeparation()] }],
    ['forms of terms', { losses: [clip(), intraModalitySeparation({ rescale: false })] }],
    ['data', { dataset: shapes({ resolution: 16, copies: 2 }) }],
  ])('sees %s', (_what, change) => expect(shapeOf(change)).not.toBe(shapeOf({})));

  it('tells one form of a term from another', () => {
    const [one, other] = [true, false].map((rescale) => shapeOf({ losses: [intraModalitySeparation({ rescale })] }));
    expect(one).not.toBe(other);
  });
});
