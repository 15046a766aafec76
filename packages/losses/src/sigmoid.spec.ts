import { tf } from '@alignclip/backend';
import { ParameterStore } from '@alignclip/nn';
import { sigmoid } from './sigmoid';
import { describeLossTerm } from './testing';

describeLossTerm('sigmoid', () => sigmoid.make({ initialBias: -2 }, new ParameterStore(0)));

describe('sigmoid', () => {
  const rows = [
    [1, 0],
    [0.6, 0.8],
  ];
  const batch = () => ({ image: tf.tensor2d(rows), text: tf.tensor2d(rows), logitScale: tf.scalar(3) });

  it('asks of every image and text whether they are a pair', () =>
    tf.tidy(() => {
      const loss = sigmoid.make({ initialBias: -1 }, new ParameterStore(0)).compute(batch()).dataSync()[0]!;
      const no = (logit: number) => Math.log1p(Math.exp(logit));
      expect(loss).toBeCloseTo((2 * no(-(3 - 1)) + 2 * no(3 * 0.6 - 1)) / 2, 5);
    }));

  it('is not made without the store of its bias', () => {
    // @ts-expect-error -- needs the parameter store
    expect(() => sigmoid.make({})).toThrow(TypeError);
  });

  it('learns its bias in the parameter store', () => {
    const store = new ParameterStore(0);
    const term = sigmoid.make({}, store);
    const { grads } = tf.variableGrads(() => term.compute(batch()));
    expect(store.addresses).toEqual(['losses/sigmoid/bias']);
    expect(store.get('losses/sigmoid/bias')!.dataSync()[0]).toBe(-10);
    expect(Object.values(grads)).toHaveLength(1);
    expect(Math.abs(Object.values(grads)[0]!.dataSync()[0]!)).toBeGreaterThan(0.1);
    store.dispose();
  });
});
