export { classificationReport, type ClassificationReport, topAccuracy } from './classification/classification-report';
export { zeroShotLogits, zeroShotWeights } from './classification/zero-shot';
export { agreementInfluence, clusterAgreement, type ClusterAgreement } from './clustering/cluster-agreement';
export { kMeans, type KMeans, plusPlusCentres } from './clustering/k-means';
export { centroidDifference, centroidDistance } from './gap/centroid-distance';
export { contrastiveLosses, type ContrastiveLosses } from './gap/contrastive-losses';
export { defineGapMetric, type ResampledGapMetric } from './gap/define-gap-metric';
export { effectiveRankImage, effectiveRankOf, effectiveRankText } from './gap/effective-rank';
export { allGapMetrics, gapMetrics } from './gap/gap-metrics';
export { gapChange, gapReport, type GapChange, type GapReport, type GapReportOptions } from './gap/gap-report';
export { centroidShift, dimensionAblation, gapAblation, gapShift, type ShiftedEmbeddings } from './gap/interventions';
export { fitModalityClassifier, linearSeparability, modalityClassifier, modalityHits } from './gap/linear-separability';
export { decision, fitLogisticRegression, type LinearClassifier } from './gap/logistic-regression';
export { alignLoss, alignmentScore, pairAngle, pairCosines, pairDistance } from './gap/pairs';
export { cosineHistogram, type CosineHistogram, evenEdges } from './gap/pairs';
export { intraCosineImage, intraCosineText, rmg, rmgOfCaptions } from './gap/rmg';
export { rsa } from './gap/rsa';
export { crossUniformity, uniformityImage, uniformityText, uniformityUnion } from './gap/uniformity';
export { weightedMean, weightedPairMean, type Weights } from './gap/weighted';
export { checkMatrix, checkPairs, checkSameWidth } from './matrix/check-matrix';
export { euclideanNorm, innerProduct, innerProducts } from './matrix/inner-products';
export { eachRowOfProducts } from './matrix/products';
export { evenlySpaced, matrixFromRows, meanRow, row, stackRows, strideRows, takeRows, unitRows } from './matrix/rows';
export { probeLogits, type ProbeOptions, type ProbeWeights, trainLinearProbe } from './probe/linear-probe';
export { pca, type PrincipalComponents } from './projection/pca';
export { sphereProjection, type SphereOptions } from './projection/sphere-projection';
export { precisionScores, type PrecisionScores } from './retrieval/average-precision';
export { fuseRows } from './retrieval/fuse-rows';
export { ndcg, retrievedNdcg } from './retrieval/ndcg';
export { meanRank, medianRank, rankScores, recallAt } from './retrieval/rank-scores';
export { type Relevance, relevanceOf, retrievalRanks, type RetrievalRanks } from './retrieval/retrieval-ranks';
export { reverseRelevance } from './retrieval/retrieval-ranks';
export { scorerOf } from './retrieval/scorer';
export { anytimeInterval, logEvidence, lookLevel } from './statistics/anytime/confidence-sequence';
export { bootstrapInterval, bootstrapIntervals, type BootstrapOptions } from './statistics/bootstrap';
export { averageRanks, pearson, spearman } from './statistics/correlation';
export { weightedCorrelations, type WeightedCorrelations } from './statistics/correlation';
export { bootstrapMean, describeSample, type SampleDescription } from './statistics/describe-sample';
export { performanceProfile, probabilityOfImprovement, taskAggregates } from './statistics/many-tasks';
export { interquartileMean, type TaskAggregates, type TaskScores } from './statistics/many-tasks';
export { comparePaired, type PairedComparison } from './statistics/paired-comparison';
export {
  cohenDz,
  fewestPairs,
  hedgesFactor,
  holm,
  pairedDifferences,
  smallestPairedP,
} from './statistics/paired-tests';
export { pairedTTest } from './statistics/paired-tests';
export { permutationTest, type PermutationTest, wilcoxonTest } from './statistics/paired-tests';
export { signFlipPairs, signFlipPower } from './statistics/power/sign-flip-power';
export { upperSpread } from './statistics/power/spread-law';
export { mostPairs, smallestEffect, studentPairs, studentPower } from './statistics/power/student-power';
export type { TestDesign } from './statistics/power/student-power';
export { stratifiedBootstrap, type StratifiedBootstrapOptions } from './statistics/stratified-bootstrap';
export { varianceComponents } from './statistics/variance-components';
export * from './measures';
