import { tf } from '@alignclip/backend';
import { cyclicConsistency } from './cyclic-consistency';
import { describeLossTerm } from './testing';

describeLossTerm('cyclic-consistency', () => cyclicConsistency.make({}));

describe('cyclicConsistency', () => {
  const value = (options: object, image: number[][], text: number[][]): number =>
    tf.tidy(() => {
      const batch = { image: tf.tensor2d(image), text: tf.tensor2d(text), logitScale: tf.scalar(7) };
      return cyclicConsistency.make(options).compute(batch).dataSync()[0]!;
    });

  it('is zero where both modalities agree', () => {
    const rows = [
      [1, 0],
      [0.6, 0.8],
      [0, 1],
    ];
    expect(value({}, rows, rows)).toBeCloseTo(0, 6);
  });

  it('weighs the in-modal and the cross-modal part', () => {
    const image = [
      [1, 0],
      [0.6, 0.8],
    ];
    const text = [
      [1, 0],
      [0, 1],
    ];
    const inModal = (2 * 0.6 ** 2) / 2; // ⟨v_1,v_2⟩ = .6, ⟨t_1,t_2⟩ = 0
    const crossModal = (2 * 0.6 ** 2) / 2; // ⟨v_1,t_2⟩ = 0, ⟨v_2,t_1⟩ = .6
    expect(value({ inModal: 1, crossModal: 0 }, image, text)).toBeCloseTo(inModal, 6);
    expect(value({ inModal: 0, crossModal: 3 }, image, text)).toBeCloseTo(3 * crossModal, 6);
  });
});
