import { describeEvaluator } from '@alignclip/evaluation/testing';
import { pairMargin } from './pair-margin';

describeEvaluator(pairMargin, {
  perfect: { 'pair-margin/test/positive': 1 },
  chance: { 'pair-margin/test/mean': [-1, 0], 'pair-margin/test/positive': [0, 0.1] },
});
