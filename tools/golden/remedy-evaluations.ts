import { clusterAgreement, kMeans, largest, precisionScores, stackRows } from '@alignclip/metrics';
import type { Compute, RemedyCase } from './remedy-cases';
import { fusionSweep, mean, mixedCurve, mixedRetrieval, scoresOf, whole } from './remedy-mixed';

/** Agreement with the classes and, under `modality…`, with the modality of each row. */
function agreement(clusters: ArrayLike<number>, classes: ArrayLike<number>, modality: ArrayLike<number>) {
  const own = clusterAgreement(modality, clusters);
  return {
    ...clusterAgreement(classes, clusters),
    modalityNmi: own.nmi,
    modalityAri: own.ari,
    modalityVMeasure: own.vMeasure,
  };
}

/** IsoCLIP's scores, each a mean over the queries; AP is 0 without relevant rows. */
function intraModalMap(given: RemedyCase) {
  const [classes, queryClasses] = [whole(given, 'galleryClasses'), whole(given, 'queryClasses')];
  const same = given.flag('sameRows');
  const queries = scoresOf(given.matrix('queries'), given.matrix('gallery')).map((scores, q) => {
    const relevance = classes.map((label) => Number(label === queryClasses[q]));
    const except = same ? q : undefined;
    const order = largest(scores, scores.length).filter((item) => item !== except);
    const hits = order.map((item) => relevance[item]!);
    const relevant = hits.reduce((sum, hit) => sum + hit, 0);
    const precisions = (ranked: readonly number[]) =>
      ranked.map((hit, at) => (hit * ranked.slice(0, at + 1).reduce((sum, one) => sum + one, 0)) / (at + 1));
    const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
    const positive = order.map((item) => (scores[item]! > 0 ? relevance[item]! : 0));
    const counted = relevant + (same ? 1 : 0);
    return {
      ...precisionScores(scores, relevance, except),
      officialMap: total(precisions(positive)) / total(positive) || 0,
      mapAtR: total(precisions(hits.slice(0, counted))) / Math.min(relevant, counted),
    };
  });
  const meanOf = (key: keyof (typeof queries)[number]) => mean(queries.map((query) => query[key] || 0));
  return {
    map: meanOf('averagePrecision'),
    officialMap: meanOf('officialMap'),
    mapAtR: meanOf('mapAtR'),
    rPrecision: meanOf('rPrecision'),
    recallAt1: meanOf('first'),
  };
}

/** The evaluations, by the names of the golden sets. */
export const evaluations: Readonly<Record<string, Compute>> = {
  'evaluation/cluster-scores': (given) =>
    agreement(whole(given, 'clusters'), whole(given, 'classes'), whole(given, 'modality')),
  'evaluation/k-means': (given) => {
    const [image, text] = [given.matrix('image'), given.matrix('text')];
    const found = kMeans(stackRows([image, text]), given.matrix('centres').values);
    const modality = Array.from({ length: image.rows + text.rows }, (_, i) => Number(i >= image.rows));
    return { ...agreement(found.clusters, whole(given, 'classes'), modality), ...found };
  },
  'evaluation/mixed-retrieval': mixedRetrieval,
  'evaluation/mixed-curve': mixedCurve,
  'evaluation/fusion-sweep': fusionSweep,
  'evaluation/intra-modal-map': intraModalMap,
};
