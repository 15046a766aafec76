import { matrixFromRows } from '../matrix/rows';
import { probeLogits, trainLinearProbe } from './linear-probe';

const features = matrixFromRows([
  [1, 0],
  [0, 1],
  [2, 0],
  [0, 2],
]);
const start = {
  weight: matrixFromRows([
    [0, 0],
    [0, 0],
  ]),
  bias: new Float32Array(2),
};
const options = { epochs: 1, batchSize: 4, learningRate: 0.1, weightDecay: 0 };

describe('trainLinearProbe', () => {
  it('takes a first AdamW step of the learning rate against the sign of the gradient', () => {
    const { weight, bias } = trainLinearProbe(features, [0, 1, 0, 1], start, options);
    [0.1, -0.1, -0.1, 0.1].forEach((want, k) => expect(weight.values[k]).toBeCloseTo(want, 6));
    expect([...bias]).toEqual([0, 0]); // the classes balance
    expect([...start.weight.values]).toEqual([0, 0, 0, 0]);
  });

  it('separates linearly separable classes', () => {
    const trained = trainLinearProbe(features, [0, 1, 0, 1], start, { ...options, epochs: 50 });
    const logits = probeLogits(features, trained).values;
    expect([0, 1, 2, 3].map((i) => (logits[2 * i]! > logits[2 * i + 1]! ? 0 : 1))).toEqual([0, 1, 0, 1]);
  });

  it('refuses labels out of range and weights of another width', () => {
    expect(() => trainLinearProbe(features, [0, 1, 0, 2], start, options)).toThrow('label 2 of example 3');
    expect(() => trainLinearProbe(matrixFromRows([[1]]), [0], start, options)).toThrow("doesn't fit features 1 wide");
  });
});
