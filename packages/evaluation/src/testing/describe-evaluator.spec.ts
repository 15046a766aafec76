import { Dataset, defineComponent, Evaluator, type Evaluation } from '@alignclip/core';
import { z } from 'zod';
import { describeEvaluator } from './describe-evaluator';

const made = (type: string, evaluation: Pick<Evaluation, 'intervals'>) =>
  defineComponent(Evaluator)({
    type,
    options: z.strictObject({ split: z.string().default('test').describe('split of the data set') }),
    inject: [Dataset],
    create: ({ split }) => ({
      name: type,
      evaluate: async () => ({ scores: { [`${type}/${split}/one`]: 1, [`${type}/${split}/two`]: 2 }, ...evaluation }),
    }),
  });

describeEvaluator(made('without-intervals', {}), { perfect: { 'without-intervals/test/one': 1 }, chance: {} });

describeEvaluator(made('with-some', { intervals: { 'with-some/test/two': [1.5, 2.5] } }), { perfect: {}, chance: {} });
