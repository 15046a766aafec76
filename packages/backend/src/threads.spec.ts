import { availableParallelism } from 'node:os';
import { tensorflowThreads } from './threads';

describe('tensorflowThreads', () => {
  it('is what TF_NUM_INTRAOP_THREADS says', () => {
    expect(tensorflowThreads({ TF_NUM_INTRAOP_THREADS: '3' })).toBe(3);
  });

  it.each(['', '0', '-1', 'many'])('is the number of cores for %p', (value) => {
    expect(tensorflowThreads({ TF_NUM_INTRAOP_THREADS: value })).toBe(availableParallelism());
  });
});
