import type { ScoreMap } from '@alignclip/core';
import { dualBankSinkhorn } from './dual-bank-sinkhorn';
import { describeMap, fit, withHub } from './testing';

describeMap('dual-bank-sinkhorn', dualBankSinkhorn.make({}));

it('dual-bank-sinkhorn takes most off the candidate that is everywhere', () => {
  const penalties = (dualBankSinkhorn.make({}).fit(fit) as ScoreMap).penalties(withHub(), 'image');
  expect(Math.max(...penalties)).toBe(penalties[0]);
});
