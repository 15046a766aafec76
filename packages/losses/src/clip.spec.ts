import { tf } from '@alignclip/backend';
import { clip } from './clip';
import { crossModalitySeparation } from './cross-modality-separation';
import { createTerm, describeLossTerm, randomBatch } from './testing';

describeLossTerm('clip', () => createTerm(clip));

describe('clip', () => {
  const batch = () => randomBatch({ pairs: 4, width: 6, logitScale: 12 });
  const value = (term: ReturnType<typeof createTerm>, logitScale?: number): number =>
    tf.tidy(() => {
      const given = batch();
      return term
        .compute(logitScale === undefined ? given : { ...given, logitScale: tf.scalar(logitScale) })
        .dataSync()[0]!;
    });

  it('is log N where nothing tells the pairs apart', () => {
    const loss = tf.tidy(() => {
      const same = tf.tensor2d([
        [1, 0],
        [1, 0],
        [1, 0],
      ]);
      return createTerm(clip)
        .compute({ image: same, text: same, logitScale: tf.scalar(50) })
        .dataSync()[0]!;
    });
    expect(loss).toBeCloseTo(Math.log(3), 6);
  });

  it('is half of the cross-modality separation', () => {
    expect(2 * value(createTerm(clip))).toBeCloseTo(value(createTerm(crossModalitySeparation)), 5);
  });

  it('takes its own temperature in place of the learned one', () => {
    expect(value(createTerm(clip, { temperature: 0.05 }), 3)).toBeCloseTo(value(createTerm(clip), 20), 5);
  });

  it('takes another symbol, so that two terms of one type can stand in one objective', () => {
    expect(createTerm(clip).symbol).toBe('L_CLIP');
    expect(createTerm(clip, { symbol: 'L_CLIP_sharp' }).symbol).toBe('L_CLIP_sharp');
    expect(() => createTerm(clip, { symbol: 'sharp' })).toThrow(/option "symbol" = "sharp": starts with L_/);
  });
});
