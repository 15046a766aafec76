import { Dataset, defineComponent, Evaluator, type Json, random } from '@alignclip/core';
import {
  agreementInfluence,
  clusterAgreement,
  evenlySpaced,
  firstOrder,
  kMeans,
  plusPlusCentres,
  stackRows,
} from '@alignclip/metrics';
import { z } from 'zod';
import { classSetsOption } from './classification';
import { mean, type Part, scoredWithIntervals, undefinedOf } from './evaluations';
import { type LabelledPairs, onLabelledPairs, takePairs, whyUndefined } from './labelled-pairs';
import { nearestPairs } from './nearest-pairs';
import { splitOptions } from './splits';

const options = z.strictObject({
  ...splitOptions,
  classSets: classSetsOption,
  starts: z.int().min(1).max(100).default(5).describe('runs of k-means from different centres; scores are their means'),
  mostExamples: z
    .int()
    .min(2)
    .max(100_000)
    .default(10_000)
    .describe('at most this many examples, evenly spaced over the labelled ones'),
  seed: z.int().default(0).describe('seed of the first centres and of the bootstrap'),
});
type Options = z.output<typeof options>;

const scoreNames = ['v-measure', 'ari', 'nmi', 'modality-nmi'] as const;
type ScoreName = (typeof scoreNames)[number];

/**
 * k-means on images and first captions together, k = the number of classes that occur: agreement of the clusters with the
 * classes, and with the modality, which should be 0. Means over several starts; bootstrap intervals over examples, to first
 * order. Scores `clustering/<split>/<classSet>/<v-measure|ari|nmi|modality-nmi>`.
 */
export const clustering = defineComponent(Evaluator)({
  type: 'clustering',
  scoreEndings: [...scoreNames],
  options,
  inject: [Dataset],
  create: (given, dataset): Evaluator =>
    onLabelledPairs('clustering', dataset, given, (pairs) => measure(pairs, given)),
});

function measure(all: LabelledPairs, given: Options): Part {
  const pairs = takePairs(all, evenlySpaced(all.classes.length, given.mostExamples));
  const prefix = `${pairs.split}/${pairs.set.name}`;
  const k = pairs.names.length;
  const facts = { examples: pairs.classes.length, clusters: k, unlabelled: pairs.unlabelled };
  const why = whyUndefined(pairs);
  if (why)
    return { prefix, scores: {}, intervals: {}, undefinedScores: undefinedOf(scoreNames, () => why), details: facts };
  const rows = stackRows([pairs.image, pairs.text]);
  const runs = Array.from({ length: given.starts }, (_, start) => {
    const draw = random('clustering', given.seed, start);
    return kMeans(rows, plusPlusCentres(rows, k, draw));
  });
  const found = runs.map(({ clusters }) => againstLabels(pairs, clusters));
  const scores = (weights: Float64Array) =>
    Object.fromEntries(scoreNames.map((name) => [name, mean(found.map((run) => run.under[name](weights)))])) as Record<
      ScoreName,
      number
    >;
  return {
    prefix,
    ...scoredWithIntervals(pairs.classes.length, scores, given),
    details: {
      ...facts,
      homogeneity: mean(found.map(({ agreement }) => agreement.homogeneity)),
      completeness: mean(found.map(({ agreement }) => agreement.completeness)),
      chance: chanceOf(
        pairs,
        runs.map(({ clusters }) => clusters),
        given,
      ),
      starts: runs.map(({ inertia, assignments }, i) => ({
        inertia,
        assignments,
        'v-measure': found[i]!.agreement.vMeasure,
        ari: found[i]!.agreement.ari,
      })),
      nearest: ofOneCluster(pairs, runs[0]!.clusters),
    },
  };
}

/** What is nearest among the images and captions that the first start puts into the query's cluster. */
const ofOneCluster = (pairs: LabelledPairs, clusters: Int32Array): Json =>
  nearestPairs(pairs, (query, row) => query !== row && clusters[query] === clusters[row]);

/** One partition of images, then texts, against the classes and the modality; scores under weights of the examples. */
function againstLabels({ classes }: LabelledPairs, clusters: Int32Array) {
  const both = [...classes, ...classes];
  const modality = both.map((_, i) => Number(i >= classes.length));
  const [agreement, apart] = [clusterAgreement(both, clusters), clusterAgreement(modality, clusters)];
  const [byClass, byModality] = [agreementInfluence(both, clusters), agreementInfluence(modality, clusters)];
  const notNegative = (of: (weights: Float64Array) => number) => (weights: Float64Array) => Math.max(0, of(weights));
  const under = {
    'v-measure': notNegative(firstOrder(agreement.vMeasure, ofExamples(byClass.nmi))),
    ari: firstOrder(agreement.ari, ofExamples(byClass.ari)),
    nmi: notNegative(firstOrder(agreement.nmi, ofExamples(byClass.nmi))),
    'modality-nmi': notNegative(firstOrder(apart.nmi, ofExamples(byModality.nmi))),
  };
  return { agreement, under };
}

/** An example has two rows, its image and its text. */
const ofExamples = (influence: Float64Array): Float64Array =>
  influence.slice(influence.length / 2).map((value, i) => (value + influence[i]!) / 2);

/** V-measure and NMI with modality of the same clusters with the rows in random order: they are above 0 by chance. */
function chanceOf({ classes }: LabelledPairs, runs: readonly Int32Array[], { seed }: Options) {
  const both = [...classes, ...classes];
  const modality = both.map((_, i) => Number(i >= classes.length));
  const shuffled = runs.map((clusters, start) => {
    const order = random('clustering-chance', seed, start).permutation(clusters.length);
    return clusters.map((_, i) => clusters[order[i]!]!);
  });
  return {
    'v-measure': mean(shuffled.map((clusters) => clusterAgreement(both, clusters).vMeasure)),
    'modality-nmi': mean(shuffled.map((clusters) => clusterAgreement(modality, clusters).nmi)),
  };
}
