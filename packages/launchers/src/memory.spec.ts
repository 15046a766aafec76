import { spawnSync } from 'node:child_process';
import { itWhere } from '@alignclip/core/testing';
import { bytesOf, machineMemory, memorySize, peakMemory } from './memory';

describe('memorySize', () => {
  it.each(['0', '8 G', '-1', '1.5G', 'G', '8GB', ''])('refuses %j', (size) => {
    expect(memorySize.safeParse(size).success).toBe(false);
  });
});

describe('bytesOf', () => {
  it.each([
    ['512', 512 * 1024 ** 2],
    ['3K', 3 * 1024],
    ['2M', 2 * 1024 ** 2],
    ['8G', 8 * 1024 ** 3],
    ['1T', 1024 ** 4],
  ])('reads %j', (size, bytes) => {
    expect(memorySize.parse(size)).toBe(size);
    expect(bytesOf(size)).toBe(bytes);
  });
});

describe('machineMemory', () => {
  it('is more than this process holds', () => {
    expect(machineMemory()).toBeGreaterThan(process.memoryUsage().rss);
  });
});

describe('peakMemory', () => {
  itWhere(process.platform === 'linux', 'needs Linux', 'keeps what the process has held and given back', () => {
    const script = `
      let block = Buffer.alloc(300 * 2 ** 20, 1); block = undefined; gc();
      console.log(JSON.stringify([require('fs').readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\\s+(\\d+)/)[1], process.pid]))`;
    const { stdout } = spawnSync(process.execPath, ['--expose-gc', '-e', script], { encoding: 'utf8' });
    expect(Number((JSON.parse(stdout) as string[])[0]) * 1024).toBeGreaterThan(300 * 2 ** 20);
    const { rss } = process.memoryUsage();
    const [first, self, last] = [peakMemory(process.pid)!, peakMemory('self')!, peakMemory(process.pid)!];
    expect(first).toBeGreaterThanOrEqual(rss * 0.9);
    expect(self).toBeGreaterThanOrEqual(first); // a peak only grows, also between two looks
    expect(last).toBeGreaterThanOrEqual(self);
  });

  it('is unknown of a process that is not there', () => expect(peakMemory(2 ** 22 + 1)).toBeUndefined());
});
