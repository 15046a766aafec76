import { alone, UserError } from '@alignclip/core';
import { checkWorkers, requireSame } from './workers';

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
});
