import type { Matrix, ProbeView } from '@alignclip/core';
import { matrixFromRows } from '@alignclip/metrics';
import { gapTrajectory } from './gap-trajectory';
import { describeProbe } from './testing';

const probe = (options: Parameters<typeof gapTrajectory.make>[0] = {}) => gapTrajectory.make(options);

const corners: Matrix = matrixFromRows([
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
]);
const view = (gradients: ProbeView['gradients']): ProbeView => ({
  step: 3,
  image: corners,
  text: corners,
  logitScale: 20,
  losses: { L_CLIP: 0.5, L: 0.5 },
  gradients,
});
const map = (entries: Record<string, number[]>) =>
  new Map(Object.entries(entries).map(([address, values]) => [address, Float32Array.from(values)]));

describeProbe('gap-trajectory', () => gapTrajectory.make({}));

describe('gapTrajectory', () => {
  it('has the gap metrics, logit scale and losses of the batch', () => {
    const values = probe().observe(view({ image: new Map(), text: new Map() }));
    expect(values['alignment-score']).toBeCloseTo(1, 6);
    expect(values['centroid-distance']).toBeCloseTo(0, 6);
    expect(values).toMatchObject({ 'logit-scale': 20, L_CLIP: 0.5, L: 0.5 });
  });

  it('measures gradients over each tower, and their conflict on shared parameters', () => {
    const image = map({ 'image/patch': [2, 4], 'shared/a': [3], 'shared/b': [0, 4] });
    const text = map({ 'text/table': [1], 'shared/a': [-6], 'shared/b': [8, 0] });
    const values = probe().observe(view({ image, text }));
    expect(values['gradient-norm-image']).toBeCloseTo(Math.sqrt(4 + 16 + 9 + 16), 6);
    expect(values['shared-gradient-norm-image']).toBeCloseTo(5, 6);
    expect(values['shared-gradient-norm-text']).toBeCloseTo(10, 6);
    expect(values['shared-gradient-cosine']).toBeCloseTo(-18 / 50, 6); // (3·−6 + 0·8 + 4·0) / (5·10)
  });

  it('has no shared measures where nothing is shared, and no cosine of a gradient of zeros', () => {
    const apart = probe().observe(view({ image: map({ 'image/a': [1] }), text: map({ 'text/a': [1] }) }));
    expect(Object.keys(apart).filter((key) => key.startsWith('shared'))).toEqual([]);
    const zero = probe().observe(view({ image: map({ a: [0] }), text: map({ a: [1] }) }));
    expect(zero['shared-gradient-cosine']).toBeNaN();
  });

  it('takes name, distance and batch from its options', () => {
    expect(probe({ name: 'early', every: 5, split: 'test', batchSize: 16 })).toMatchObject({
      name: 'early',
      every: 5,
      batch: { split: 'test', size: 16 },
    });
    expect(() => gapTrajectory({ name: 'a/b' })).toThrow('option "name"');
  });
});
