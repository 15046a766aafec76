import { availableParallelism } from 'node:os';
import { allocator, tensorflowThreads } from './process-facts';

describe('allocator', () => {
  it('names a known allocator or the default one', () => {
    expect(['tcmalloc', 'jemalloc', 'mimalloc', 'default']).toContain(allocator());
  });
});

describe('tensorflowThreads', () => {
  it('is the value of TF_NUM_INTRAOP_THREADS', () => {
    expect(tensorflowThreads({ TF_NUM_INTRAOP_THREADS: '3' })).toBe(3);
  });

  it.each(['', '0', '-1', 'many'])('is the number of cores for %p', (value) => {
    expect(tensorflowThreads({ TF_NUM_INTRAOP_THREADS: value })).toBe(availableParallelism());
  });
});
