import { type Cluster, messageOf, type Peers, random, type Tensor } from '@alignclip/core';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { joinCluster } from '../peers/join-cluster';
import { numbersAtOnce } from '../peers/tensorflow-peers';
import { tf } from '../tf';

/** What a worker is told, as the contract `Peers` has it. */
export interface Answers {
  readonly rank: number;
  readonly size: number;
  readonly gathered: number[][];
  readonly manyGathered: string;
  readonly summed: number[];
  readonly scalar: number[];
  readonly manySummed: string;
  readonly agreed: boolean[];
  /** How many of many small calls, at odd times, had a wrong result. */
  readonly wrong: number;
  readonly leaked: number;
}

/** Rows that name their worker and their place. */
export const rowsOf = (rank: number, rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => 100 * rank + 10 * i + (j % 10)));

/** Numbers whose sum depends on the order; more than fit into one message, where `many`. */
export function numbersOf(rank: number, many = false): Float32Array {
  const { uniform } = random('peers', rank);
  const length = many ? numbersAtOnce + 3 : 5;
  return Float32Array.from({ length }, (_, i) => (uniform() - 0.5) * 10 ** ((i + rank) % 7));
}

export const hashOf = (values: Float32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');

const many = [3, numbersAtOnce / 2] as const;

/** Makes every kind of call. */
export async function answersFrom(peers: Peers): Promise<Answers> {
  const { rank, size } = peers;
  const before = tf.memory().numTensors;
  const flat = (work: () => Tensor): number[] => tf.tidy(() => [...work().dataSync()]);
  const hash = (work: () => Tensor): string => hashOf(Float32Array.from(flat(work)));
  const answers = {
    gathered: tf.tidy(() => peers.gather(tf.tensor2d(rowsOf(rank, 2, 3)), 'rows').arraySync()),
    manyGathered: hash(() => peers.gather(tf.tensor2d(rowsOf(rank, ...many)), 'many rows')),
    summed: flat(() => peers.sum(tf.tensor1d(numbersOf(rank)), 'numbers')),
    scalar: flat(() => peers.sum(tf.scalar(rank + 1), 'a number')),
    manySummed: hash(() => peers.sum(tf.tensor2d(numbersOf(rank, true), [1, numbersAtOnce + 3]), 'many numbers')),
    agreed: [false, true, rank === 0, rank === size - 1].map((flag) => peers.agree(flag, 'a question')),
  };
  peers.barrier('the end');
  return { rank, size, ...answers, wrong: await wrongOf(peers), leaked: tf.memory().numTensors - before };
}

async function wrongOf(peers: Peers): Promise<number> {
  const chance = random('pauses', peers.rank);
  let wrong = 0;
  for (let call = 0; call < 200; call++) {
    if (chance.uniform() < 0.1) await pause(chance.uniform() * 10);
    const sum = tf.tidy(() => peers.sum(tf.tensor1d([call, peers.rank]), 'small sums').dataSync());
    const ranks = (peers.size * (peers.size - 1)) / 2;
    if (sum[0] !== call * peers.size || sum[1] !== ranks) wrong += 1;
  }
  return wrong;
}

/** `peers-program CLUSTER [LIMIT] [END]`: joins, answers, and ends as asked. */
async function main([cluster, limit, end]: readonly string[]): Promise<void> {
  const peers = await joinCluster(JSON.parse(cluster!) as Cluster, limit === undefined ? undefined : Number(limit));
  if (end === undefined) return console.log(JSON.stringify(await answersFrom(peers)));
  console.log('joined');
  const [what, at] = end.split(' ');
  if (peers.rank === Number(at)) await endings[what!]!(peers);
  for (let call = 0; call < 1e6; call++) {
    peers.barrier('the next step');
    if (call === 0) console.log('working');
    await pause(1);
  }
}

/** How one worker leaves the others alone. */
const endings: Readonly<Record<string, (peers: Peers) => unknown>> = {
  none: () => undefined,
  late: () => pause(5000),
  exit: () => process.exit(3),
  other: (peers) => peers.gather(tf.ones([2, 2]), 'something else'),
};

if (require.main === module)
  void main(process.argv.slice(2)).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(messageOf(error));
      process.exit(1);
    },
  );
