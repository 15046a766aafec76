import { tf } from '@alignclip/backend';
import type { LossTerm, Spec } from '@alignclip/core';
import {
  alignment,
  brownianBridge,
  cauchySchwarz,
  cyclicConsistency,
  gram,
  hardNegativeMargin,
  infoLoob,
  triangle,
  viewConsistency,
} from '@alignclip/losses';
import { analyticGradients, type Input, randomBatch, tensorsOf } from '@alignclip/losses/testing';
import { join } from 'node:path';
import type { Counts, Peer } from './peer';
import { askPython } from './peer-python';
import { pythonWithTorch } from './torch';

/** A term and its spec, from the same options. */
const both = <Options extends object>(
  component: ((options: Options) => Spec) & { make(options: Options): LossTerm },
  options: Options,
) => ({ spec: component(options), term: component.make(options) });

/** Of the terms that see rows and views and train nothing; those without golden values first. */
const compared = [
  both(viewConsistency, {}),
  both(viewConsistency, { views: 'own' }),
  both(triangle, {}),
  both(triangle, { root: true }),
  both(hardNegativeMargin, {}),
  ...[both(alignment, {}), both(brownianBridge, {}), both(cauchySchwarz, {})],
  ...[both(cyclicConsistency, {}), both(gram, {}), both(infoLoob, {})],
];

/** Our names of the inputs, with the script's. */
const names = {
  ...{ image: 'image', text: 'text', imageView: 'view', textView: 'text_view', logitScale: 'scale' },
} as const satisfies Partial<Record<Input, string>>;

interface Computed {
  readonly loss: number;
  readonly gradients: Readonly<Record<string, readonly number[] | null>>;
}

/** Values and gradients of loss terms by PyTorch in float64, on rows of six sizes. */
export const losses: Peer = {
  name: 'losses',
  run: ({ counts }) => {
    const python = pythonWithTorch();
    for (const [pairs, width, logitScale] of [
      [2, 3, 1],
      [5, 8, 10],
      [16, 4, 30],
      [33, 64, 100],
    ] as const) {
      const batch = randomBatch({ pairs, width, logitScale }, pairs);
      const { image, text, imageView, textView } = batch;
      const rows = Object.entries({ image, text, imageView, textView } as const).map(([name, x]) => [
        names[name as keyof typeof names],
        x.arraySync(),
      ]);
      const given = {
        terms: compared.map(({ spec }) => spec),
        rows: Object.fromEntries(rows) as Record<string, number[][]>,
        scale: logitScale,
      };
      const theirs = askPython(python, join(__dirname, 'peer_losses.py'), given) as Computed[];
      compared.forEach(({ spec, term }, i) => {
        const where = `${spec.type} ${JSON.stringify(spec.options)}, ${pairs} pairs`;
        tf.tidy(() => compare(counts, where, term, batch, theirs[i]!));
      });
      tf.dispose(tensorsOf(batch));
    }
    return Promise.resolve();
  },
};

/** float32 against float64, relative to the largest entry. */
const tolerance = 1e-5;

function compare(
  counts: Counts,
  where: string,
  term: LossTerm,
  batch: ReturnType<typeof randomBatch>,
  { loss, gradients }: Computed,
): void {
  counts.near(term.compute(batch).dataSync()[0], loss, `${where}: value`, tolerance);
  const ours = analyticGradients(term, batch);
  for (const [input, theirName] of Object.entries(names)) {
    const found = ours[input as keyof typeof names].dataSync();
    const wanted = gradients[theirName] ?? [...found].map(() => 0);
    const size = Math.max(1, ...wanted.map(Math.abs));
    const worst = Math.max(...wanted.map((value, i) => Math.abs(value - found[i]!)));
    counts.check(worst <= tolerance * size, `${where}: gradient by ${input} is ${worst} off`);
  }
}
