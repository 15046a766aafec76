import type { ScoreMap } from '@alignclip/core';
import { nearestNeighbourNormalisation } from './nearest-neighbour-normalisation';
import { describeMap, fit, scored, withHub } from './testing';

describeMap('nearest-neighbour-normalisation', nearestNeighbourNormalisation.make({ k: 40 }));

describe('nearest-neighbour-normalisation', () => {
  it('takes most off the candidate that is everywhere', () => {
    const map = nearestNeighbourNormalisation.make({ k: 40 }).fit(fit) as ScoreMap;
    const penalties = map.penalties(withHub(), 'image');
    expect(Math.max(...penalties)).toBe(penalties[0]);
  });

  it('needs as many reference queries as neighbours', () => {
    const map = nearestNeighbourNormalisation.make({}).fit(fit) as ScoreMap;
    expect(() => map.penalties(scored.image, 'image')).toThrow('option "k" = 256, but there are 40 reference queries');
  });
});
