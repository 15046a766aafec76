import type { Job } from '@alignclip/core';
import { MemoryNeeds } from './process-pool';

const job = (id: string, change: Partial<Job> = {}): Job => ({ id, program: '/p.ts', task: {}, ...change });
const needs = (budget: number, perJob?: number, processes = 4) => new MemoryNeeds({ budget, perJob, processes });

describe('MemoryNeeds', () => {
  it('lets so many jobs run as fit by the option', () => {
    const memory = needs(100, 40);
    for (const id of ['a', 'b']) {
      expect(memory.fits(job(id))).toBe(true);
      memory.started(job(id));
    }
    expect(memory.fits(job('c'))).toBe(false);
  });

  it('uses a peak of an earlier run', () => {
    const memory = needs(100);
    memory.started(job('a', { peakMemory: 70 }));
    expect(memory.fits(job('b', { peakMemory: 40 }))).toBe(false);
    expect(memory.fits(job('b', { peakMemory: 30 }))).toBe(true);
  });

  it('learns from jobs of the same kind that have ended', () => {
    const memory = needs(100);
    const [first, second, third] = ['a', 'b', 'c'].map((id) => job(id, { kind: 'big' }));
    memory.started(first!);
    memory.saw(first!, 60);
    memory.saw(first!, 20);
    memory.ended(first!);
    expect(memory.expected(second!)).toBe(60);
    memory.started(second!);
    expect(memory.fits(third!)).toBe(false);
    expect(memory.fits(job('other', { kind: 'small' }))).toBe(true);
  });

  it('counts a running job by what it holds, where that is more than was expected', () => {
    const memory = needs(100, 30);
    const first = job('a');
    memory.started(first);
    expect(memory.fits(job('b'))).toBe(true);
    memory.saw(first, 80);
    expect(memory.fits(job('b'))).toBe(false);
  });

  it('takes an equal share where nothing is known', () => {
    expect(needs(100, undefined, 4).expected(job('a'))).toBe(25);
  });

  it('refuses a job that never fits, and names the option', () => {
    const memory = needs(2 ** 30);
    expect(memory.refusal(job('a', { peakMemory: 2 ** 29 }))).toBeUndefined();
    expect(memory.refusal(job('a', { peakMemory: 3 * 2 ** 30 }))).toBe(
      'needs 3.2 GB at its peak, the memory budget is 1.1 GB: raise the launcher\'s option "memory"',
    );
  });
});
