import {
  alignLoss,
  alignmentScore,
  centroidDistance,
  centroidShift,
  cosineHistogram,
  decision,
  fitModalityClassifier,
  intraCosineImage,
  intraCosineText,
  linearSeparability,
  modalityClassifier,
  modalityHits,
  pairAngle,
  pairCosines,
  pairDistance,
  rmg,
  uniformityImage,
  uniformityText,
  uniformityUnion,
} from '@alignclip/metrics';
import type { Matrix } from '@alignclip/core';
import type { MetricsLedger } from './metrics-ledger';
import type { MetricsTensors } from './metrics-tensors';

const metricOf = {
  alignment_score: alignmentScore,
  mean_pair_angle_deg: pairAngle,
  centroid_gap_l2: centroidDistance,
  pair_l2: pairDistance,
  rmg,
  uniformity_image: uniformityImage,
  uniformity_text: uniformityText,
  uniformity_union: uniformityUnion,
  align_loss: alignLoss,
  mean_intra_cosine_image: intraCosineImage,
  mean_intra_cosine_text: intraCosineText,
};

/** Every set of features under `gap/`. */
export function checkGap(ledger: MetricsLedger, tensors: MetricsTensors, noiseOf: (name: string) => number): void {
  for (const set of ledger.childrenOf('gap')) {
    const prefix = `gap/${set}`;
    const image = tensors.matrix(`${prefix}/image_features`);
    const text = tensors.matrix(`${prefix}/text_features`);
    for (const [key, metric] of Object.entries(metricOf)) ledger.check(`${prefix}/${key}`, metric.measure(image, text));
    const cosines = pairCosines(image, text);
    ledger.compare(`${prefix}/pair_cosine`, cosines, tensors.numbers(`${prefix}/pair_cosine`));
    checkHistogram(ledger, `${prefix}/histogram`, cosines);
    checkSeparability(ledger, prefix, image, text);
    const coefficients = tensors.numbers(`${prefix}/logreg_coef`);
    const noise = noiseOf(`${prefix}/logreg_coef`);
    ledger.compare(`${prefix}/logreg_coef`, modalityClassifier(image, text).weights, coefficients, { noise });
    checkShifts(ledger, tensors, prefix, image, text);
  }
}

function checkHistogram(ledger: MetricsLedger, path: string, cosines: Float64Array): void {
  const edges = ledger.childrenOf(`${path}/edges`).map((_, k) => ledger.valueOf(`${path}/edges/${k}`));
  const histogram = cosineHistogram(cosines, edges);
  histogram.edges.forEach((edge, k) => ledger.check(`${path}/edges/${k}`, edge));
  histogram.counts.forEach((count, k) => ledger.check(`${path}/counts/${k}`, count));
  histogram.cumulative.forEach((share, k) => ledger.check(`${path}/cumulative_fraction/${k}`, share));
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function checkSeparability(ledger: MetricsLedger, prefix: string, image: Matrix, text: Matrix): void {
  const path = `${prefix}/linear_separability`;
  const pairs = Array.from({ length: image.rows }, (_, i) => i);
  const even = pairs.filter((i) => i % 2 === 0);
  const odd = pairs.filter((i) => i % 2 === 1);
  const model = modalityClassifier(image, text);
  const margins = odd.flatMap((i) => [Math.abs(decision(model, image, i)), Math.abs(decision(model, text, i))]);
  ledger.check(`${path}/test_accuracy`, linearSeparability.measure(image, text));
  ledger.check(`${path}/train_accuracy`, mean(modalityHits(model, image, text, even)));
  ledger.check(`${path}/intercept`, model.intercept);
  ledger.check(`${path}/smallest_test_margin`, Math.min(...margins));
  const onAll = fitModalityClassifier(image, text, pairs);
  ledger.check(`${path}/accuracy_fit_and_scored_on_all`, mean(modalityHits(onAll, image, text, pairs)));
}

function checkShifts(ledger: MetricsLedger, tensors: MetricsTensors, prefix: string, image: Matrix, text: Matrix) {
  for (const delta of ledger.childrenOf(`${prefix}/centroid_shift`)) {
    const shifted = centroidShift(image, text, Number(delta));
    ledger.check(`${prefix}/centroid_shift/${delta}`, centroidDistance.measure(shifted.image, shifted.text));
  }
  for (const name of tensors.names.filter((candidate) => candidate.startsWith(`${prefix}/shift.`))) {
    const [at, modality] = name.slice(`${prefix}/shift.`.length).split('/');
    const shifted = centroidShift(image, text, Number(at));
    const got = modality === 'image_features' ? shifted.image : shifted.text;
    ledger.compare(name, got.values, tensors.numbers(name));
  }
}
