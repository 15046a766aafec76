import { selectBackend, tf } from '@alignclip/backend';
import { clippedByNorm } from './clip-norm';
import { tinyRun, weightsOf } from './testing/tiny-run';

beforeAll(() => selectBackend());

const gradients = () => ({ a: tf.tensor1d([3, 0]), b: tf.tensor2d([[0], [-4]]) });

describe('clippedByNorm', () => {
  it('scales all gradients together, as PyTorch does, and keeps no tensor', () => {
    const before = tf.memory().numTensors;
    const clipped = clippedByNorm(gradients(), 2);
    expect(tf.memory().numTensors).toBe(before + 2);
    // torch 2.15.0, clip_grad_norm_(…, 2)
    expect(clipped['a']!.dataSync()[0]).toBeCloseTo(1.1999998092651367, 6);
    expect(clipped['b']!.dataSync()[1]).toBeCloseTo(-1.5999996662139893, 6);
    tf.dispose(clipped);
  });

  it('leaves shorter gradients as they are', () => {
    const given = gradients();
    expect(clippedByNorm(given, 5.1)).toBe(given);
    tf.dispose(given);
  });
});

describe('trainer with clipNorm', () => {
  it('changes a training whose gradients are longer, and no bit of one whose gradients are shorter', async () => {
    const weights = async (options: object) => {
      const run = await tinyRun({ steps: 3, ...options });
      await run.trainer.run({});
      return weightsOf(run.parameters);
    };
    const [free, wide, narrow] = [
      await weights({}),
      await weights({ clipNorm: 1e6 }),
      await weights({ clipNorm: 1e-4 }),
    ];
    expect(wide).toEqual(free);
    expect(narrow).not.toEqual(free);
  });
});
