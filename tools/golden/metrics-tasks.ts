import {
  centroidDistance,
  classificationReport,
  innerProduct,
  meanRank,
  medianRank,
  pearson,
  probeLogits,
  recallAt,
  relevanceOf,
  retrievalRanks,
  rmgOfCaptions,
  spearman,
  topAccuracy,
  trainLinearProbe,
  unitRows,
  zeroShotLogits,
  zeroShotWeights,
} from '@alignclip/metrics';
import type { Matrix } from '@alignclip/core';
import type { MetricsLedger } from './metrics-ledger';
import type { MetricsTensors } from './metrics-tensors';

export function checkZeroShot(ledger: MetricsLedger, tensors: MetricsTensors): void {
  const [classes = 0, templates = 0] = tensors.shape('zeroshot/text_raw');
  const weights = zeroShotWeights(tensors.matrix('zeroshot/text_raw'), templates);
  const image = unitRows(tensors.matrix('zeroshot/image_raw'));
  const logits = zeroShotLogits(image, weights, 100);
  const targets = tensors.numbers('zeroshot/target');
  const { ranks } = classificationReport(logits, targets);
  ledger.compare('zeroshot/classifier', transposed(weights), tensors.numbers('zeroshot/classifier'));
  ledger.compare('zeroshot/logits', logits.values, tensors.numbers('zeroshot/logits'));
  for (const key of ledger.childrenOf('zeroshot').filter((name) => name.startsWith('top'))) {
    ledger.check(`zeroshot/${key}`, topAccuracy(ranks, Number(key.slice('top'.length))));
  }
  ledger.check('zeroshot/classes', classes);
  ledger.check('zeroshot/templates', templates);
  ledger.check('zeroshot/images', image.rows);
  ledger.check('zeroshot/smallest_gap_between_logits', smallestGap(logits), largest(logits));
}

const transposed = ({ rows, columns, values }: Matrix) =>
  Float32Array.from(values, (_, at) => values[(at % rows) * columns + Math.floor(at / rows)]!);

const largest = ({ values }: Matrix) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** The smallest difference between two logits of one image. */
function smallestGap({ rows, columns, values }: Matrix): number {
  const gaps = Array.from({ length: rows }, (_, i) => {
    const sorted = values.slice(i * columns, (i + 1) * columns).sort();
    return Math.min(...Array.from(sorted.subarray(1), (value, k) => value - sorted[k]!));
  });
  return Math.min(...gaps);
}

export function checkRetrieval(ledger: MetricsLedger, tensors: MetricsTensors): void {
  const image = unitRows(tensors.matrix('retrieval/image_raw'));
  const text = unitRows(tensors.matrix('retrieval/text_raw'));
  const perImage = text.rows / image.rows;
  const imageOfText = Array.from({ length: text.rows }, (_, t) => Math.floor(t / perImage));
  const ranks = retrievalRanks(image, text, relevanceOf(imageOfText, image.rows));
  ledger.check('retrieval/images', image.rows);
  ledger.check('retrieval/captions_per_image', perImage);
  const directions = [
    ['text_to_image', 'image_retrieval_recall', ranks.textToImage],
    ['image_to_text', 'text_retrieval_recall', ranks.imageToText],
  ] as const;
  for (const [direction, benchmark, ranked] of directions) {
    for (const k of ledger.childrenOf(`retrieval/${direction}`)) {
      ledger.check(`retrieval/${direction}/${k}`, recallAt(ranked, Number(k)));
    }
    for (const key of ledger.childrenOf('retrieval/clip_benchmark').filter((name) => name.startsWith(benchmark))) {
      ledger.check(`retrieval/clip_benchmark/${key}`, recallAt(ranked, Number(key.split('@')[1])));
    }
  }
  ledger.check('rmg_five_captions', rmgOfCaptions(image, text, imageOfText));
  const repeated = image.rows * perImage; // each image once per caption: the mean is the same
  const values = Float32Array.from({ length: repeated * image.columns }, (_, at) => {
    const row = imageOfText[Math.floor(at / image.columns)]!;
    return image.values[row * image.columns + (at % image.columns)]!;
  });
  const images = { rows: repeated, columns: image.columns, values };
  ledger.check('l2_means_five_captions', centroidDistance.measure(images, text));
}

export function checkValidation(ledger: MetricsLedger, tensors: MetricsTensors): void {
  const image = tensors.matrix('val/image_features');
  const text = tensors.matrix('val/text_features');
  const own = Array.from({ length: image.rows }, (_, i) => [i]);
  const ranks = retrievalRanks(image, text, own);
  for (const [direction, ranked] of [
    ['image_to_text', ranks.imageToText],
    ['text_to_image', ranks.textToImage],
  ] as const) {
    ledger.check(`val/${direction}_mean_rank`, meanRank(ranked));
    ledger.check(`val/${direction}_median_rank`, medianRank(ranked));
    for (const key of ledger.childrenOf('val').filter((name) => name.startsWith(`${direction}_R@`))) {
      ledger.check(`val/${key}`, recallAt(ranked, Number(key.split('@')[1])));
    }
  }
  ledger.input('val/logit_scale'); // positive: it changes no rank
}

export function checkSts(ledger: MetricsLedger, tensors: MetricsTensors): void {
  const [a, b] = [unitRows(tensors.matrix('sts/a')), unitRows(tensors.matrix('sts/b'))];
  const gold = tensors.numbers('sts/gold');
  const cosines = Float64Array.from(gold, (_, i) => innerProduct(a, i, b, i));
  ledger.compare('sts/cosine', cosines, tensors.numbers('sts/cosine'));
  ledger.check('sts/pairs', gold.length);
  ledger.check('sts/spearman', spearman(cosines, gold));
  ledger.check('sts/pearson', pearson(cosines, gold));
  ledger.check('sts/tied_gold_values', gold.length - new Set(gold).size);
}

export function checkProbe(ledger: MetricsLedger, tensors: MetricsTensors): void {
  const start = { weight: tensors.matrix('probe/weight_init'), bias: tensors.numbers('probe/bias_init') };
  const input = (key: string) => ledger.input(`linear_probe/${key}`);
  const trained = trainLinearProbe(
    tensors.matrix('probe/train_features'),
    tensors.numbers('probe/train_target'),
    start,
    {
      epochs: input('epochs'),
      batchSize: input('batch_size'),
      learningRate: input('lr'),
      weightDecay: input('weight_decay_on_weight'),
      biasDecay: input('weight_decay_on_bias'),
      betas: [input('betas/0'), input('betas/1')],
      epsilon: input('eps'),
    },
  );
  ledger.compare('probe/weight_final', trained.weight.values, tensors.numbers('probe/weight_final'));
  ledger.compare('probe/bias_final', trained.bias, tensors.numbers('probe/bias_final'));
  const logits = probeLogits(tensors.matrix('probe/test_features'), trained);
  const { ranks } = classificationReport(logits, tensors.numbers('probe/test_target'));
  ledger.check('linear_probe/accuracy', topAccuracy(ranks, 1));
  ledger.check('linear_probe/smallest_test_margin', smallestMargin(logits), largest(logits));
}

/** The smallest lead of the best logit over the second. */
function smallestMargin({ rows, columns, values }: Matrix): number {
  const leads = Array.from({ length: rows }, (_, i) => {
    const sorted = values.slice(i * columns, (i + 1) * columns).sort();
    return sorted[columns - 1]! - sorted[columns - 2]!;
  });
  return Math.min(...leads);
}
