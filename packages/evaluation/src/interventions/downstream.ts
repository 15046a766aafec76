import {
  alignmentScore,
  centroidDistance,
  classificationReport,
  rankScores,
  retrievalRanks,
  rmg,
  takeRows,
  zeroShotLogits,
} from '@alignclip/metrics';
import { classificationScores } from '../zero-shot/classification-scores';
import type { ClassTask, InterventionTask } from './intervention-task';

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
  const under: UnderWeights = (weights) => Object.assign({}, ...parts.map((part) => part(weights)));
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
