import { defineExperiment, factorCurve, question, range, shared, summaryTable } from 'alignclip';
import { centroidDistance, recall } from './base/measures';
import { hasPhotographs } from './base/pretrained';
import { base, folderOf, profiles } from './base/regime';

/** Blocks of the emoji's towers, or of the trunk on frozen features. */
const layers = hasPhotographs ? 2 : 4;
const parts = hasPhotographs ? (['mlp', 'norms'] as const) : (['attention', 'mlp', 'norms'] as const);

const some = range(layers).slice(1);
const blocks = (count: number) => `${count} ${count === 1 ? 'block' : 'blocks'}`;
const lastOnes = (count: number) => `last ${blocks(count)} and projection`;

const variants = {
  'nothing shared': {},
  'projection shared': { sharing: shared({ parts: ['projection'] }) },
  ...Object.fromEntries(
    some.map((count) => [
      lastOnes(count),
      { sharing: shared({ parts: [...parts, 'projection'], blocks: { from: layers - count } }) },
    ]),
  ),
  'all shared': { sharing: shared() },
  ...Object.fromEntries(
    some.map((count) => [`first ${blocks(count)}`, { sharing: shared({ parts: [...parts], blocks: { to: count } }) }]),
  ),
};

/** How many of the blocks must be shared, and from which end? */
export default defineExperiment({
  name: 'sharing-depth',
  folder: folderOf('sharing-depth'),
  seeds: [0, 1],
  base,
  variants,
  profiles,
  tables: [summaryTable({ baseline: 'nothing shared' })],
  figures: [centroidDistance, recall].map(({ better: _, ...measure }) => factorCurve(measure)),
  questions: [
    question({
      question: 'Does sharing half of the blocks and the projection close as much of the gap as sharing all?',
      baseline: 'all shared',
      treatment: lastOnes(layers / 2),
      ...centroidDistance,
    }),
  ],
});
