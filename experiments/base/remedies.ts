import {
  alignment,
  batchStandardisation,
  brownianBridge,
  cauchySchwarz,
  centroidUniformity,
  crossModalitySeparation,
  crossUniformity,
  cyclicConsistency,
  featureSeparation,
  geodesicMixup,
  gram,
  grid,
  hardNegativeMargin,
  infoLoob,
  learnedLogitScale,
  modalitySwap,
  randomFeatureAlignment,
  scheduledLogitScale,
  shared,
  simplexHead,
  uniformity,
  type ExperimentDefinition,
} from 'alignclip';
import { hasPhotographs } from './pretrained';
import { separation } from './separation';

type Change = ExperimentDefinition['variants'][string];
type Grid = ReturnType<typeof grid>;

/** What a remedy changes in CLIP, and the option that its trials choose: three values each, the same budget for all. */
export interface Remedy {
  readonly change: Change;
  readonly tried: Grid;
}

type Terms = ReturnType<typeof separation>['losses'];

/** Terms beside CLIP's. */
const beside = (...terms: readonly Terms[number][]) => ({ losses: [crossModalitySeparation(), ...terms] });

/** Half, all and twice the learning rate of the base, for what has no strength of its own. */
export const rates = (rate: number) => grid({ 'schedule.rate': [rate / 2, rate, 2 * rate] });

/** The paper's. `rate` is the base's learning rate, here and below. */
const ofThePaper = (rate: number): Readonly<Record<string, Remedy>> => ({
  SharedCLIP: { change: { sharing: shared() }, tried: rates(rate) },
  'CLIP + IMSep': { change: separation(), tried: grid({ 'losses.intraModalitySeparation.weight': [0.5, 1, 2] }) },
  AlignCLIP: {
    change: { sharing: shared(), ...separation() },
    tried: grid({ 'losses.intraModalitySeparation.weight': [0.5, 1, 2] }),
  },
});

/** Others by their loss terms. */
const byTerms = (rate: number): Readonly<Record<string, Remedy>> => ({
  'alignment + uniformity': {
    change: beside(alignment(), uniformity(), crossUniformity()),
    tried: grid({ 'losses.alignment.weight': [0.5, 1, 2] }),
  },
  ModGap: {
    change: beside(
      alignment({ schedule: { type: 'three-phase', from: 1, to: 2, start: 0.5, end: 1 } }),
      centroidUniformity({ schedule: { type: 'three-phase', from: 1, to: 0 } }),
    ),
    tried: grid({ 'losses.centroidUniformity.weight': [0.5, 1, 2] }),
  },
  'Cauchy–Schwarz': {
    change: beside(cauchySchwarz()),
    tried: grid({ 'losses.cauchySchwarz.weight': [0.1, 0.5, 2] }),
  },
  'm²-mix': { change: beside(geodesicMixup()), tried: grid({ 'losses.geodesicMixup.weight': [0.1, 0.5, 2] }) },
  CyCLIP: { change: beside(cyclicConsistency()), tried: grid({ 'losses.cyclicConsistency.weight': [0.5, 1, 4] }) },
  'feature separation': {
    change: beside(featureSeparation()),
    tried: grid({ 'losses.featureSeparation.weight': [0.3, 1, 3] }),
  },
  'Brownian bridge': {
    change: beside(brownianBridge()),
    tried: grid({ 'losses.brownianBridge.weight': [0.3, 1, 3] }),
  },
  InfoLOOB: { change: { losses: [infoLoob()] }, tried: grid({ 'losses.infoLoob.weight': [1, 5, 25] }) },
  'random targets': {
    change: beside(randomFeatureAlignment()),
    tried: grid({ 'losses.randomFeatureAlignment.weight': [0.3, 1, 3] }),
  },
  GRAM: { change: { losses: [gram()] }, tried: rates(rate) },
  'hard negatives': {
    change: beside(hardNegativeMargin()),
    tried: grid({ 'losses.hardNegativeMargin.weight': [0.3, 1, 3] }),
  },
});

/** A head must be told the width of a trunk on frozen features. */
const ofTrunk = hasPhotographs ? { width: 256 } : {};

/** By the temperature, and by what stands between towers and losses. */
const byGeometry = (rate: number): Readonly<Record<string, Remedy>> => ({
  'τ scheduled': {
    change: { temperature: scheduledLogitScale() },
    tried: grid({ 'temperature.to': [0.02, 0.05, 0.1] }),
  },
  'τ slow': {
    change: { temperature: learnedLogitScale({ start: 100, rate: 0.1 }) },
    tried: grid({ 'temperature.rate': [0.03, 0.1, 0.3] }),
  },
  'soft swap': {
    change: { embeddingHead: modalitySwap({ form: 'soft' }) },
    tried: grid({ 'embeddingHead.share': [0.02, 0.05, 0.1] }),
  },
  'batch standardisation': { change: { embeddingHead: batchStandardisation(ofTrunk) }, tried: rates(rate) },
  simplex: { change: { embeddingHead: simplexHead() }, tried: rates(rate) },
});

/** What changes the training. */
export const trainedRemedies = (rate: number): Readonly<Record<string, Remedy>> => ({
  ...ofThePaper(rate),
  ...byTerms(rate),
  ...byGeometry(rate),
});

/** Remedies that also stand on shared towers, with the values that are chosen on separate ones. */
export const alsoShared = ['ModGap', 'Cauchy–Schwarz', 'CyCLIP'] as const;

/** Those whose terms look at several views, which frozen encoders would have to compute in every step. */
export const ofViews: readonly string[] = ['feature separation', 'Brownian bridge'];
