import { selectBackend, tf } from '@alignclip/backend';
import { alone, type Peers, type Tensor, UserError } from '@alignclip/core';
import { AdamW, ones, ParameterStore } from '@alignclip/nn';
import { WeightAverage } from './weight-average';
import { checkWorkers, requireSame, stateHash } from './workers';

beforeAll(() => selectBackend());

describe('checkWorkers', () => {
  it('takes anything of a single process, and what several can divide', () => {
    expect(() => checkWorkers({ accumulate: 3, batchSize: 7 }, 1)).not.toThrow();
    for (const size of [2, 4]) expect(() => checkWorkers({ accumulate: 4, batchSize: 12 }, size)).not.toThrow();
  });

  it.each([
    [{ accumulate: 1, batchSize: 8 }, 2, 'trainer.accumulate = 1: 2 workers divide a batch by its chunks', 'to 2'],
    [{ accumulate: 6, batchSize: 12 }, 4, 'trainer.accumulate = 6', 'set trainer.accumulate to 8'],
    [{ accumulate: 4, batchSize: 10 }, 4, 'trainer.batchSize = 10: not divisible among 4 workers', 'set it to 12'],
    [{ accumulate: 8, batchSize: 4 }, 4, 'trainer.batchSize = 4', 'with 8 chunks; set it to 8'],
    [{ accumulate: 3, batchSize: 12 }, 3, '3 workers: their number must be a power of two', ''],
  ])('refuses %j for %i workers', (plan, size, message, remedy) => {
    expect(() => checkWorkers(plan, size)).toThrow(UserError);
    expect(() => checkWorkers(plan, size)).toThrow(message);
    expect(() => checkWorkers(plan, size)).toThrow(remedy);
  });
});

describe('requireSame', () => {
  it('asks nobody in a single process', () => {
    expect(() => requireSame(alone, 'a', 'the cell', 'why?')).not.toThrow();
  });

  it('names the workers whose text is another one', () => {
    const others = (texts: readonly string[]): Peers => ({ ...alone, size: texts.length, gather: gathered(texts) });
    expect(() => requireSame(others(['a', 'a', 'a', 'a']), 'a', 'the cell', 'why?')).not.toThrow();
    expect(() => requireSame(others(['a', 'b', 'a', 'c']), 'a', 'the cell', 'why?')).toThrow(
      new UserError('the cell: not the same on worker 1, 3 as on worker 0; why?'),
    );
  });
});

/** What workers with these texts give each other. */
const gathered = (texts: readonly string[]): Peers['gather'] => {
  const row = (text: string): number[] => {
    let own: number[] = [];
    const keep = <T extends Tensor>(rows: T): T => {
      own = [...rows.dataSync()];
      return tf.concat<T>([rows, rows]);
    };
    requireSame({ ...alone, size: 2, gather: keep }, text, '', '');
    return own;
  };
  return (() => tf.tensor2d(texts.map(row))) as unknown as Peers['gather'];
};

const settings = { beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0.1, noDecay: [] };

describe('stateHash', () => {
  it('follows weights, moments and averages', () => {
    const states = [{}, { weight: 2 }, { gradient: 3 }, { average: 0.5 }, {}].map(
      ({ weight = 1, gradient = 1, average = 0.9 }) => {
        const parameters = new ParameterStore(0);
        parameters.parameter('w', [1], ones);
        const optimizer = new AdamW(parameters, settings);
        const averages = new WeightAverage(parameters, average);
        optimizer.apply({ w: tf.tensor1d([gradient]) }, 0.1);
        averages.update();
        parameters.assign('w', tf.tensor1d([weight]));
        return stateHash({ parameters, optimizer, average: averages });
      },
    );
    expect(new Set(states).size).toBe(4);
    expect(states[4]).toBe(states[0]);
  });
});
