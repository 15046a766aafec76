import { joinCluster } from '@alignclip/backend';
import {
  type Cluster,
  Dataset,
  defineComponent,
  Interrupted,
  messageOf,
  Optimizer,
  random,
  type Example,
  type Peers,
} from '@alignclip/core';
import { shapes } from '@alignclip/datasets';
import { visionTransformer } from '@alignclip/encoders';
import {
  clip,
  contrastiveDistillation,
  cyclicConsistency,
  intraModalitySeparation,
  sigmoid,
  simclr,
  supervisedContrastive,
} from '@alignclip/losses';
import { Parameters } from '@alignclip/nn';
import { shared } from '@alignclip/sharing';
import { trainer } from '@alignclip/training';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { compose } from '../compose/compose';
import { cellsOf } from '../define/cells';
import { Registry } from '../define/registry';
import type { Change } from '../define/run-config';
import { tinyExperiment } from './tiny-experiment';

/** The shapes as a stream: batches come in order, and a run resumes from a position. */
const shapeStream = defineComponent(Dataset)({
  type: 'shape-stream',
  options: z.strictObject({}),
  create: (): Dataset => {
    const whole = shapes.make({ resolution: 16 });
    return {
      ...whole,
      async stream(split, { seed, position }) {
        const examples: Example[] = [];
        for await (const example of whole.examples(split)) examples.push(example);
        let at = Number(position ?? 0);
        const order = random(seed, 'shape stream').permutation(examples.length);
        return {
          get position() {
            return at;
          },
          take: async (count) => {
            at += count;
            return Array.from({ length: count }, (_, i) => {
              const index = order[(at - count + i) % examples.length]!;
              return { example: examples[index]!, epoch: 0, index };
            });
          },
          close: () => Promise.resolve(),
        };
      },
    };
  },
});

type TrainerOptions = Exclude<NonNullable<Parameters<typeof trainer>[0]>, undefined>;
const size = { steps: 6, batchSize: 16, accumulate: 4, logEvery: 20, checkpointEvery: 20 } as const;
const withTrainer = (options: Partial<Required<TrainerOptions>>) => trainer({ ...size, ...options });

/** What is trained: every way in which numbers cross from one part of a batch to another. */
export const cases: Readonly<Record<string, Change>> = {
  CLIP: { trainer: withTrainer({ steps: 40 }) },
  AlignCLIP: {
    sharing: shared(),
    losses: [clip(), intraModalitySeparation()],
    trainer: withTrainer({ steps: 40, clipNorm: 0.5 }),
  },
  'CyCLIP and sigmoid': { losses: [cyclicConsistency(), sigmoid()], trainer: withTrainer({ accumulate: 8 }) },
  'SLIP, views': { losses: [clip(), simclr()], trainer: withTrainer({ ema: { decay: 0.9 } }) },
  'supervised contrast': { losses: [clip(), supervisedContrastive()], trainer: withTrainer({}) },
  'rows of the starting model': {
    losses: [clip(), contrastiveDistillation()],
    trainer: withTrainer({}),
  },
  'a stream': { dataset: shapeStream(), trainer: withTrainer({}) },
  bfloat16: {
    imageEncoder: visionTransformer({ width: 8, layers: 1, embeddingWidth: 8, imageSize: 16, patchSize: 8 }),
    trainer: withTrainer({ precision: 'bfloat16' }),
  },
};

export interface WorkersTask {
  readonly cases: readonly string[];
  /** A checkpoint to begin with, and the step after which to stop. */
  readonly checkpoint?: string;
  readonly stopAt?: number;
}

/** SHA-256 of weights and moments of each case at its end, and of the losses on the way. */
async function trainedBits(peers: Peers, { cases: names, checkpoint, stopAt }: WorkersTask) {
  const bits: Record<string, string> = {};
  for (const name of names) {
    const definition = tinyExperiment({ components: [shapeStream], variants: { [name]: cases[name]! } });
    const run = compose({ ...cellsOf(definition)[0]!, registry: new Registry(definition.components), peers });
    const stop = new AbortController();
    const made = await run.trainer();
    const [weights, path] = [createHash('sha256'), createHash('sha256')];
    const trained = made.run({
      ...(checkpoint && { checkpoint, key: name }),
      signal: stop.signal,
      onStep: ({ step, losses }) => {
        path.update(JSON.stringify([step, losses]));
        if (step === stopAt && peers.rank === 0) stop.abort();
      },
    });
    if (stopAt !== undefined) {
      await trained.catch(
        (error: unknown) => (bits[name] = error instanceof Interrupted ? 'stopped' : messageOf(error)),
      );
      continue;
    }
    await trained;
    const moments = Object.entries((await run.get(Optimizer)).state());
    for (const [address, value] of [...(await run.get(Parameters)).entries(), ...moments])
      weights.update(`${address} ${[...value.dataSync()].join()}`);
    bits[name] = weights.digest('hex').slice(0, 16);
    bits[`${name}: losses`] = path.digest('hex').slice(0, 16);
  }
  return bits;
}

/** `workers-program CLUSTER TASK…` */
async function main([cluster, ...tasks]: readonly string[]): Promise<void> {
  const peers = await joinCluster(JSON.parse(cluster!) as Cluster);
  const answers: Record<string, string>[] = [];
  for (const task of tasks) answers.push(await trainedBits(peers, JSON.parse(task) as WorkersTask));
  console.log(JSON.stringify(answers));
}

if (require.main === module)
  void main(process.argv.slice(2)).then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
