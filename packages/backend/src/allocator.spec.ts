import { allocator } from './allocator';

describe('allocator', () => {
  it('names a known allocator or the default one', () => {
    expect(['tcmalloc', 'jemalloc', 'mimalloc', 'default']).toContain(allocator());
  });
});
