import {
  type ClassSet,
  type Dataset,
  type DualEncoder,
  type Matrix,
  type Similarity,
  UserError,
} from '@alignclip/core';
import {
  alignmentScore,
  centroidDistance,
  classificationReport,
  rankScores,
  type Relevance,
  retrievalRanks,
  rmg,
  takeRows,
  zeroShotLogits,
} from '@alignclip/metrics';
import { classEmbeddings, classificationScores, type Targets, targetsOf, tooFewClasses } from '../classification';
import { inOrder } from '../evaluations';
import { recallOdds, rightTexts } from '../retrieval/right-texts';
import { embedSplit, embedTexts, firstCaptions, seenTexts } from '../splits';

/** A split with everything that an intervention changes, and what scores it. */
export interface InterventionTask {
  readonly split: string;
  readonly image: Matrix; // [N, d]
  /** First captions. */
  readonly text: Matrix; // [N, d]
  readonly right: Relevance;
  readonly classSets: readonly ClassTask[];
  readonly similarity: Similarity | undefined;
}

interface ClassTask {
  readonly name: string;
  readonly prompts: Matrix; // [seen classes, d]
  readonly targets: Targets;
  /** Why accuracy is undefined. */
  readonly tooFew: string | undefined;
}

/** A change of embeddings of one modality; class prompts are texts. */
export type Intervention = (rows: Matrix, modality: 'image' | 'text') => Matrix;

export async function interventionTask(
  model: DualEncoder,
  dataset: Dataset,
  name: string,
  sets: readonly ClassSet[],
): Promise<InterventionTask> {
  const split = await embedSplit(model, dataset, name);
  const captions = firstCaptions(split);
  const text = await embedTexts(model, captions, `captions of split "${name}"`);
  const classSets = await inOrder(sets, async (set) => {
    const { weights, seenAs, first } = await classEmbeddings(model, set);
    const tooFew = tooFewClasses(set, first.length);
    return { name: set.name, prompts: weights, targets: targetsOf(split, set, seenAs), tooFew };
  });
  const right = rightTexts(
    seenTexts(model, captions),
    captions.map((_, i) => i),
    captions.length,
    dataset.duplicates,
  );
  return { split: name, image: split.image, text, right, classSets, similarity: model.similarity };
}

export const intervene = (task: InterventionTask, change: Intervention): InterventionTask => ({
  ...task,
  image: change(task.image, 'image'),
  text: change(task.text, 'text'),
  classSets: task.classSets.map((set) => ({ ...set, prompts: change(set.prompts, 'text') })),
});

/** Undefined where a row is all zeros after an intervention, so that it has no direction. */
export function unlessRowsVanish<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Gap, retrieval and zero-shot accuracy of a task. */
export interface Downstream {
  readonly scores: Record<string, number>;
  /** The same in a sample, from the weights of the images. */
  under(weights: Float64Array): Record<string, number>;
}

type UnderWeights = Downstream['under'];

/** NaN where a score is undefined. `alignment-score`, `centroid-distance`, `rmg`, `<direction>/R@1|R@10`, `zero-shot/<class set>/top-1`. */
export function measureDownstream(task: InterventionTask): Downstream {
  const { image, text } = task;
  const gap = [alignmentScore, centroidDistance, rmg].map(({ name, prepare }) => [name, prepare(image, text)] as const);
  const parts: UnderWeights[] = [
    (weights) => Object.fromEntries(gap.map(([name, value]) => [name, value(weights)])),
    retrievalScores(task),
    ...task.classSets.map((set) => zeroShotScore(task, set)),
  ];
  const under: UnderWeights = (weights) => Object.fromEntries(parts.flatMap((part) => Object.entries(part(weights))));
  return { under, scores: under(new Float64Array(image.rows).fill(1)) };
}

function retrievalScores({ image, text, right, similarity }: InterventionTask): UnderWeights {
  const ranks = retrievalRanks(image, text, right, similarity);
  const unit = Array.from({ length: image.rows }, (_, i) => i);
  const both = [
    ['image-to-text', rankScores(ranks.imageToText, unit, [1, 10], ranks.last.imageToText)],
    ['text-to-image', rankScores(ranks.textToImage, unit, [1, 10], ranks.last.textToImage)],
  ] as const;
  const isCertain = (k: number) => recallOdds(right, text.rows, k).isCertain;
  const undefinedAt = { 'R@1': isCertain(1), 'R@10': isCertain(10) };
  return (weights) =>
    Object.fromEntries(
      both.flatMap(([direction, scores]) => {
        const values = scores(weights);
        return (['R@1', 'R@10'] as const).map((name) => [
          `${direction}/${name}`,
          undefinedAt[name] ? NaN : values[name]!,
        ]);
      }),
    );
}

function zeroShotScore(
  { image, similarity }: InterventionTask,
  { name, prompts, targets, tooFew }: ClassTask,
): UnderWeights {
  if (tooFew !== undefined) return () => ({ [`zero-shot/${name}/top-1`]: NaN });
  const logits = zeroShotLogits(takeRows(image, targets.examples), prompts, 1, similarity);
  const report = classificationReport(logits, targets.classes);
  const scores = classificationScores(report, targets.classes, prompts.rows, [1]);
  return (weights) => ({
    [`zero-shot/${name}/top-1`]: scores(Float64Array.from(targets.examples, (i) => weights[i]!))['top-1']!,
  });
}
