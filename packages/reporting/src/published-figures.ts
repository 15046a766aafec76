/** What the paper measures. */
export const publishedMeasures = [
  'alignment-score',
  'zero-shot/top-1',
  'zero-shot/top-5',
  'linear-probe/top-1',
  'image-to-text/R@1',
  'image-to-text/R@5',
  'image-to-text/R@10',
  'text-to-image/R@1',
  'text-to-image/R@5',
  'text-to-image/R@10',
  'sts/spearman',
] as const;

/** The datasets of Table 1, for which only the range is available. */
const table1 = 'CC3M, MSCOCO, ImageNet-1K, CIFAR-100, CIFAR-10';

/** The data on which the paper measures. */
export const publishedData = [
  table1,
  'MSCOCO',
  'Flickr30k',
  'ImageNet-1K',
  'CIFAR-100',
  'CIFAR-10',
  'Flowers-102',
  'Stanford Cars',
  'ImageNet-V2',
  'ImageNet-R',
  'ImageNet-A',
  'ImageNet-Sketch',
  'STS-B',
  'SICK-R',
  'STS12 to STS16',
] as const;

/** A value that the paper prints, as a fraction. */
export interface PublishedFigure {
  readonly measure: (typeof publishedMeasures)[number];
  readonly data: (typeof publishedData)[number];
  readonly variant: 'CLIP' | 'SharedCLIP' | 'AlignCLIP';
  /** One value, or the range over the data sets of the row. */
  readonly value: number | readonly [low: number, high: number];
}

export const publishedSource = 'arXiv 2406.17639 (AlignCLIP, ICLR 2025)';
export const publishedScale = 'ViT-B/16, CC12M, 30 epochs, batch 512';

/** The paper's figures that are available; for all others tables say so. */
export const publishedFigures: readonly PublishedFigure[] = [
  { measure: 'alignment-score', data: table1, variant: 'CLIP', value: [0.38, 0.47] },
  { measure: 'alignment-score', data: table1, variant: 'SharedCLIP', value: [0.54, 0.62] },
  { measure: 'alignment-score', data: table1, variant: 'AlignCLIP', value: [0.62, 0.67] },
  ...zeroShot('ImageNet-1K', { CLIP: [0.314, 0.587], AlignCLIP: [0.328, 0.606] }),
  ...zeroShot('CIFAR-100', { CLIP: [0.281, 0.559], AlignCLIP: [0.365, 0.664] }),
  ...zeroShot('CIFAR-10', { CLIP: [0.615, 0.956], AlignCLIP: [0.693, 0.978] }),
  ...zeroShot('ImageNet-V2', { CLIP: [0.271], AlignCLIP: [0.291] }),
  ...zeroShot('ImageNet-R', { CLIP: [0.398], AlignCLIP: [0.412] }),
  ...zeroShot('ImageNet-A', { CLIP: [0.065], AlignCLIP: [0.07] }),
  ...zeroShot('ImageNet-Sketch', { CLIP: [0.194], AlignCLIP: [0.207] }),
];

type TopAccuracies = readonly [top1: number, top5?: number];

function zeroShot(
  data: PublishedFigure['data'],
  values: Record<'CLIP' | 'AlignCLIP', TopAccuracies>,
): PublishedFigure[] {
  return (['CLIP', 'AlignCLIP'] as const).flatMap((variant) => {
    const [top1, top5] = values[variant];
    const first: PublishedFigure = { measure: 'zero-shot/top-1', data, variant, value: top1 };
    return top5 === undefined ? [first] : [first, { measure: 'zero-shot/top-5', data, variant, value: top5 }];
  });
}
