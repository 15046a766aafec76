import { alone } from '@alignclip/core';
import { joinCluster } from './join-cluster';
import { obstacleToWorkers } from './workers-here';

const addresses = ['127.0.0.1:29500', '127.0.0.1:29501'];

describe('on macOS', () => {
  const here = Object.getOwnPropertyDescriptor(process, 'platform')!;
  beforeEach(() => Object.defineProperty(process, 'platform', { ...here, value: 'darwin' }));
  afterEach(() => Object.defineProperty(process, 'platform', here));

  it('has one worker only, and says why', () => {
    expect(obstacleToWorkers()).toBe('several workers need Linux');
  });

  it('refuses a cluster of two before it starts a server', async () => {
    await expect(joinCluster({ addresses, rank: 0 })).rejects.toThrow(
      '--workers 2: several workers need Linux; train with one',
    );
  });

  it('lets one worker train alone', async () => {
    expect(await joinCluster({ addresses: addresses.slice(0, 1), rank: 0 })).toBe(alone);
  });
});

it('leaves other systems to what the set-up has built', () => {
  expect(obstacleToWorkers()).not.toBe('several workers need Linux');
});
