import { describeEvaluator } from 'alignclip/testing';
import { newEvaluator } from './new-evaluator';

describeEvaluator(newEvaluator, {
  perfect: { 'new-evaluator/test/positive': 1 },
  chance: { 'new-evaluator/test/mean': [-1, 0], 'new-evaluator/test/positive': [0, 0.1] },
});
