import { tf } from '@alignclip/backend';
import { UserError, type LossTerm } from '@alignclip/core';
import { clip } from './clip';
import { crossModalitySeparation } from './cross-modality-separation';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('clip', () => clip.make({}));

describe('clip', () => {
  const batch = () => randomBatch({ pairs: 4, width: 6, logitScale: 12 });
  const value = (term: LossTerm, logitScale?: number): number =>
    tf.tidy(() => {
      const given = batch();
      return term
        .compute(logitScale === undefined ? given : { ...given, logitScale: tf.scalar(logitScale) })
        .dataSync()[0]!;
    });

  it('is log N where all pairs are equal', () => {
    const loss = tf.tidy(() => {
      const same = tf.tensor2d([
        [1, 0],
        [1, 0],
        [1, 0],
      ]);
      return clip
        .make({})
        .compute({ image: same, text: same, logitScale: tf.scalar(50) })
        .dataSync()[0]!;
    });
    expect(loss).toBeCloseTo(Math.log(3), 6);
  });

  it('is half of the cross-modality separation', () => {
    expect(2 * value(clip.make({}))).toBeCloseTo(value(crossModalitySeparation.make({})), 5);
  });

  it('takes its own temperature in place of the learned one', () => {
    expect(value(clip.make({ temperature: 0.05 }), 3)).toBeCloseTo(value(clip.make({}), 20), 5);
  });

  it('is made of validated options alone', () => {
    const term: LossTerm = clip.make({ weight: 2 });
    expect([term.symbol, term.weight]).toEqual(['L_CLIP', 2]);
    // @ts-expect-error -- misspelt
    expect(() => clip.make({ wieght: 2 })).toThrow(/did you mean "weight"/);
    // @ts-expect-error -- a number, not a word
    expect(() => clip.make({ weight: 'two' })).toThrow(UserError);
    // @ts-expect-error -- the term injects no service
    expect(clip.make({}, 'a service').weight).toBe(1);
  });

  it('takes another symbol, so that one objective can hold two terms of one type', () => {
    expect(clip.make({}).symbol).toBe('L_CLIP');
    expect(clip.make({ symbol: 'L_CLIP_sharp' }).symbol).toBe('L_CLIP_sharp');
    expect(() => clip.make({ symbol: 'sharp' })).toThrow(/option "symbol" = "sharp": starts with L_/);
  });
});
