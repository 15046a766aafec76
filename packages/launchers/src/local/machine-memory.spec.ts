import { spawnSync } from 'node:child_process';
import { itWhere } from '@alignclip/core/testing';
import { machineMemory, peakMemory } from './machine-memory';

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
    expect(peakMemory(process.pid)).toBeGreaterThanOrEqual(process.memoryUsage().rss * 0.9);
    expect(peakMemory('self')).toBe(peakMemory(process.pid));
  });

  it('is unknown of a process that is not there', () => expect(peakMemory(2 ** 22 + 1)).toBeUndefined());
});
