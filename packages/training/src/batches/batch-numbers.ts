import {
  type CaptionAugmentation,
  classLabels,
  exampleKeys,
  ownShare,
  random,
  type Dataset,
  type DrawnExample,
  type Example,
  type ImageTransform,
  type Json,
  type Random,
  type RawImage,
  type Share,
  type Tokenizer,
  type TokenMatrix,
} from '@alignclip/core';
import { exampleFeed } from './example-feed';
import { mapFeed, type Feed } from './feed';
import { ownTokens } from './own-rows';
import type { StartingFeatures } from '../frozen/feature-services';
import type { FeatureRows } from '../frozen/feature-rows';

/** What the numbers of batches are made with; a signal is made where its maker is there. */
export interface NumberMakers {
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
  readonly augmentation: ImageTransform;
  /** Features of images, where they are kept; batches then have no pixels. */
  readonly imageFeatures?: FeatureRows<RawImage> | undefined;
  /** Features of the model that training starts from, where they are kept. */
  readonly starting?: StartingFeatures | undefined;
  /** Makes the two views of an image where a loss term needs them. */
  readonly viewAugmentation?: ImageTransform | undefined;
  /** Whether a loss term needs the class labels. */
  readonly labelled?: boolean;
  /** Makes a changed copy of each caption where a loss term needs it. */
  readonly captionAugmentation?: CaptionAugmentation | undefined;
  /** Of several workers: what towers read is made of the own rows only, what losses read of the whole batch. */
  readonly share?: Share | undefined;
}

/** A batch before it is tensors: arrays and texts, which one thread can send to another. */
export interface BatchNumbers {
  /** Absent where features stand in their place. */
  readonly images?: TransformedImages;
  /** The images themselves, where features are found by them. */
  readonly raw?: readonly RawImage[];
  readonly views?: readonly [TransformedImages, TransformedImages];
  readonly tokens: TokenMatrix;
  /** Of a changed copy of each caption. */
  readonly tokenViews?: TokenMatrix;
  /** Of the whole batch, as are classes, labels and keys. */
  readonly captions: readonly string[];
  /** Class by name of the class set, one entry per example. */
  readonly classes: readonly Example['labels'][];
  /** The numbers of the classes by class set, -1 where an example has none, [N] each. */
  readonly labels?: Readonly<Record<string, Int32Array>>;
  /** Of the examples, for the numbers that towers draw in training, [2N]; absent where nothing is trained. */
  readonly keys?: Uint32Array<ArrayBuffer>;
  /** Where the data stand after it; absent where the step alone determines the batch. */
  readonly position?: Json;
}

/** What a transform made of images: [N, size, size, 3]. */
export interface TransformedImages {
  readonly values: Float32Array<ArrayBuffer>;
  readonly size: number;
}

/** An example as a batch shows it; images follow from random streams, which are made only where they are needed. */
export interface ShownExample {
  readonly example: Example;
  readonly caption: string;
  crop(): Random | undefined;
  view(which: 1 | 2): Random;
  captionView(): Random;
}

export interface NumberServices extends NumberMakers {
  readonly seed: number;
  readonly batchSize: number;
}

/**
 * Makes the numbers of training's batches on this thread. Order, captions and crops follow from (seed, epoch, index)
 * alone. Throws UserError where the training split is read into memory and holds fewer examples than a batch.
 */
export async function batchNumberFeed(services: NumberServices): Promise<Feed<BatchNumbers>> {
  const { dataset, batchSize, seed } = services;
  const shown = ({ example, epoch, index }: DrawnExample): ShownExample => ({
    example,
    caption: dataset.trainingCaption(example, random(seed, 'caption', epoch, index)),
    crop: () => random(seed, 'augmentation', epoch, index),
    view: (which) => random(seed, 'view', epoch, index, which),
    captionView: () => random(seed, 'caption view', epoch, index),
  });
  return mapFeed(await exampleFeed(dataset, batchSize, seed, services), async ({ examples, position }) => ({
    ...(await batchNumbers(services, examples.map(shown))),
    keys: exampleKeys(seed, examples),
    ...(position !== undefined && { position }),
  }));
}

export async function batchNumbers(makers: NumberMakers, shown: readonly ShownExample[]): Promise<BatchNumbers> {
  const { dataset, tokenizer, augmentation, imageFeatures, starting, viewAugmentation, labelled } = makers;
  const captions = shown.map(({ caption }) => caption);
  const classes = shown.map(({ example }) => example.labels);
  const own = ownShare(shown, makers.share);
  const copies = () => shown.map((one) => makers.captionAugmentation!.apply(one.caption, one.captionView()));
  const view = (which: 1 | 2) => transformed(viewAugmentation!, own, (one) => one.view(which));
  const numbers = {
    captions,
    classes,
    ...((imageFeatures ?? starting?.image?.isReady) && { raw: own.map(({ example }) => example.image) }),
    tokens: ownTokens(tokenizer.encode(captions), makers.share),
    ...(makers.captionAugmentation && { tokenViews: ownTokens(tokenizer.encode(copies()), makers.share) }),
    ...(labelled && { labels: classNumbers(dataset, classes) }),
  };
  const [images, views] = await Promise.all([
    imageFeatures === undefined ? transformed(augmentation, own, (one) => one.crop()) : undefined,
    viewAugmentation && Promise.all([view(1), view(2)]),
  ]);
  return { ...numbers, ...(images && { images }), ...(views && { views }) };
}

/** The images of the examples, each with its own random stream. */
async function transformed(
  transform: ImageTransform,
  shown: readonly ShownExample[],
  chance: (one: ShownExample) => Random | undefined,
): Promise<TransformedImages> {
  const images = shown.map(({ example }) => example.image);
  const randoms = shown.map(chance);
  const values = (await transform.applyAll?.(images, randoms)) ?? oneByOne(transform, images, randoms);
  return { values, size: transform.size };
}

function oneByOne(
  transform: ImageTransform,
  images: readonly RawImage[],
  randoms: readonly (Random | undefined)[],
): Float32Array<ArrayBuffer> {
  const length = transform.size ** 2 * 3;
  const values = new Float32Array(images.length * length);
  images.forEach((image, i) => transform.apply(image, randoms[i], values, i * length));
  return values;
}

function classNumbers({ classSets }: Dataset, classes: readonly Example['labels'][]): Record<string, Int32Array> {
  return Object.fromEntries(
    classSets.map((set) => {
      const numbers = new Map(classLabels(set).map((label, i) => [label, i]));
      return [set.name, Int32Array.from(classes, (own) => numbers.get(own?.[set.name] ?? '') ?? -1)];
    }),
  );
}
