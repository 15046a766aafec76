import { alone, freeAddresses } from '@alignclip/core';
import { describeWhere } from '@alignclip/core/testing';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { selectBackend } from '../select-backend';
import { hasTensorflow, noTensorflow } from '../testing/has-add-on';
import { type Answers, answersFrom, hashOf, numbersOf, rowsOf } from '../testing/peers-program';
import { answersOf, startWorker } from '../testing/start-workers';
import { numbersAtOnce } from './tensorflow-peers';

const program = join(__dirname, '../testing/peers-program.ts');

/** In one binary tree, in float32. */
function treeSum(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const half = parts.length / 2;
  const [left, right] = [treeSum(parts.slice(0, half)), treeSum(parts.slice(half))];
  return left.map((value, i) => value + right[i]!);
}

function expected(rank: number, size: number): Answers {
  const all = <T>(of: (rank: number) => T): T[] => Array.from({ length: size }, (_, i) => of(i));
  const rows = all((i) => rowsOf(i, 3, numbersAtOnce / 2));
  return {
    ...{ rank, size, wrong: 0, leaked: 0 },
    gathered: all((i) => rowsOf(i, 2, 3)).flat(),
    manyGathered: hashOf(Float32Array.from(rows.flat(2))),
    summed: [...treeSum(all((i) => numbersOf(i)))],
    scalar: [(size * (size + 1)) / 2],
    manySummed: hashOf(treeSum(all((i) => numbersOf(i, true)))),
    agreed: [false, true, true, true],
  };
}

describe('alone', () => {
  it('is a worker without others', async () => {
    await selectBackend();
    expect(await answersFrom(alone)).toEqual(expected(0, 1));
  });
});

describeWhere(hasTensorflow(), noTensorflow, 'TensorflowPeers', () => {
  it.each([2, 4])('gathers in order and adds in one tree, %i workers', async (size) => {
    const answers = await answersOf<Answers>(program, size);
    expect(answers).toEqual(answers.map((_, rank) => expected(rank, size)));
  });

  const lines = (text: string): string => text.trim().split('\n').at(-1)!;

  it('ends the others at once where one ends, and names it', async () => {
    const addresses = await freeAddresses(2);
    const workers = [0, 1].map((rank) => startWorker(program, { addresses, rank }, ['60', 'exit 1']));
    const [first, second] = await Promise.all(workers.map(({ ended }) => ended));
    expect(second!.code).toBe(3);
    expect(first!.code).toBe(1);
    expect(lines(first!.stderr)).toMatch(/^worker 0 of 2 lost worker 1: the next step; its process has ended/);
  });

  it('waits no longer than the limit for one that never comes, and names it', async () => {
    const addresses = await freeAddresses(2);
    const { code, stderr } = await startWorker(program, { addresses, rank: 0 }, ['2', 'none']).ended;
    expect(code).toBe(1);
    expect(lines(stderr)).toBe(
      'worker 0 of 2 waited 2 s for the others: the start of all workers; no answer from worker 1; run the same command to resume',
    );
  });

  const endingsOf = async (args: readonly string[]) => {
    const addresses = await freeAddresses(2);
    const workers = [0, 1].map((rank) => startWorker(program, { addresses, rank }, args));
    const all = await Promise.all(workers.map(({ ended }) => ended));
    return all.map(({ code, stderr }) => ({ code, line: lines(stderr) }));
  };

  it('waits no longer than the limit for one that is late', async () => {
    const [first, late] = await endingsOf(['2', 'late 1']);
    const line =
      'worker 0 of 2 waited 2 s for the others: the next step; all of them answer, so one is slow; run the same command to resume';
    expect(first).toEqual({ code: 1, line });
    expect(late).toMatchObject({
      code: 1,
      line: expect.stringMatching(/^worker 1 of 2 lost worker 0: the next step;/),
    });
  });

  it('waits no longer than the limit for one that exchanges something else', async () => {
    const endings = await endingsOf(['2', 'other 1']);
    const own = (rank: number, what: string) =>
      expect.stringMatching(`^worker ${rank} of 2 (waited 2 s for the others|lost worker ${1 - rank}): ${what};`);
    expect(endings.map(({ code }) => code)).toEqual([1, 1]);
    expect(endings.map(({ line }) => line)).toEqual([own(0, 'the next step'), own(1, 'something else')]);
  });

  it('is reached from the addresses of the cluster only, and names one that stands still', async () => {
    const addresses = await freeAddresses(2);
    const [first, second] = [0, 1].map((rank) => startWorker(program, { addresses, rank }, ['4', 'none']));
    await Promise.all([first!, second!].map(({ says }) => says('working')));
    const port = Number(addresses[0]!.split(':')[1]);
    expect(await connects(port, '127.0.0.1')).toBe(true);
    if (process.platform === 'linux') expect(await connects(port, '127.0.0.2')).toBe(false);
    second!.child.kill('SIGSTOP');
    const { code, stderr } = await first!.ended;
    second!.child.kill('SIGKILL');
    expect(code).toBe(1);
    expect(lines(stderr)).toMatch(/^worker 0 of 2 waited 4 s for the others: the next step; no answer from worker 1;/);
    await second!.ended;
  });
});

/** Whether a connection to the port of this machine comes about from that address; one that is dropped has no answer. */
async function connects(port: number, localAddress: string): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1', localAddress });
  const isThere = await Promise.race([once(socket, 'connect').then(() => true), pause(1000, false)]);
  socket.destroy();
  return isThere;
}
