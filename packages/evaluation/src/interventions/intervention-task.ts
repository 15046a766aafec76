import type { ClassSet, Dataset, DualEncoder, Matrix } from '@alignclip/core';
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
import { classEmbeddings, classificationScores, type Targets, targetsOf } from '../classification';
import { inOrder } from '../evaluations';
import { rightTexts } from '../retrieval/right-texts';
import { embedSplit, embedTexts, firstCaptions } from '../splits';

/** A split with everything that an intervention changes, and what scores it. */
export interface InterventionTask {
  readonly split: string;
  readonly image: Matrix; // [N, d]
  /** First captions. */
  readonly text: Matrix; // [N, d]
  readonly right: Relevance;
  readonly classSets: readonly ClassTask[];
}

interface ClassTask {
  readonly name: string;
  readonly prompts: Matrix; // [classes, d]
  readonly targets: Targets;
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
  const classSets = await inOrder(sets, async (set) => ({
    name: set.name,
    prompts: await classEmbeddings(model, set),
    targets: targetsOf(split, set),
  }));
  const right = rightTexts(
    captions,
    captions.map((_, i) => i),
    captions.length,
  );
  return { split: name, image: split.image, text, right, classSets };
}

export const intervene = (task: InterventionTask, change: Intervention): InterventionTask => ({
  ...task,
  image: change(task.image, 'image'),
  text: change(task.text, 'text'),
  classSets: task.classSets.map((set) => ({ ...set, prompts: change(set.prompts, 'text') })),
});

/** Gap, retrieval and zero-shot accuracy of a task. */
export interface Downstream {
  readonly scores: Record<string, number>;
  /** The same in a sample, from the weights of the images. */
  under(weights: Float64Array): Record<string, number>;
}

type UnderWeights = Downstream['under'];

/** `alignment-score`, `centroid-distance`, `rmg`, `<direction>/R@1|R@10`, `zero-shot/<class set>/top-1`. */
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

function retrievalScores({ image, text, right }: InterventionTask): UnderWeights {
  const ranks = retrievalRanks(image, text, right);
  const unit = Array.from({ length: image.rows }, (_, i) => i);
  const both = [
    ['image-to-text', rankScores(ranks.imageToText, unit, [1, 10])],
    ['text-to-image', rankScores(ranks.textToImage, unit, [1, 10])],
  ] as const;
  return (weights) =>
    Object.fromEntries(
      both.flatMap(([direction, scores]) => {
        const values = scores(weights);
        return ['R@1', 'R@10'].map((name) => [`${direction}/${name}`, values[name]!]);
      }),
    );
}

function zeroShotScore({ image }: InterventionTask, { name, prompts, targets }: ClassTask): UnderWeights {
  const logits = zeroShotLogits(takeRows(image, targets.examples), prompts);
  const report = classificationReport(logits, targets.classes);
  const scores = classificationScores(report, targets.classes, prompts.rows, [1]);
  return (weights) => ({
    [`zero-shot/${name}/top-1`]: scores(Float64Array.from(targets.examples, (i) => weights[i]!))['top-1']!,
  });
}
