import type { Dataset, Example, ImageTransform, Json, Random, TokenMatrix, Tokenizer } from '@alignclip/core';
import { imageValues } from './image-values';

/** What the numbers of batches are made with; a signal is made where what makes it is there. */
export interface NumberMakers {
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
  readonly augmentation: ImageTransform;
  /** Makes the two views of an image where a loss term needs them. */
  readonly viewAugmentation?: ImageTransform | undefined;
  /** A loss term needs the classes. */
  readonly labelled?: boolean;
}

/** An example as a batch shows it; images follow from random streams, which are made only where they are needed. */
export interface ShownExample {
  readonly example: Example;
  readonly caption: string;
  readonly crop: Random | undefined;
  view(which: 1 | 2): Random;
}

/** What a transform made of images: [N, size, size, 3]. */
export interface TransformedImages {
  readonly values: Float32Array<ArrayBuffer>;
  readonly size: number;
}

/** A batch before it is tensors: arrays and texts, which one thread can hand to another. */
export interface BatchNumbers {
  readonly images: TransformedImages;
  readonly views?: readonly [TransformedImages, TransformedImages];
  readonly tokens: TokenMatrix;
  readonly captions: readonly string[];
  /** Class by name of the class set, one entry an example. */
  readonly classes: readonly Example['labels'][];
  /** The numbers of the classes by class set, -1 where an example has none, [N] each. */
  readonly labels?: Readonly<Record<string, Int32Array>>;
  /** Where the data stand after it; absent where a step's number tells that. */
  readonly position?: Json;
}

export function batchNumbers(makers: NumberMakers, shown: readonly ShownExample[]): BatchNumbers {
  const { dataset, tokenizer, augmentation, viewAugmentation, labelled = false } = makers;
  const captions = shown.map(({ caption }) => caption);
  const classes = shown.map(({ example }) => example.labels);
  const view = (which: 1 | 2) => images(viewAugmentation!, shown, (one) => one.view(which));
  return {
    captions,
    classes,
    images: images(augmentation, shown, ({ crop }) => crop),
    tokens: tokenizer.encode(captions),
    ...(viewAugmentation && { views: [view(1), view(2)] as const }),
    ...(labelled && { labels: classNumbers(dataset, classes) }),
  };
}

function images(
  transform: ImageTransform,
  shown: readonly ShownExample[],
  chance: (one: ShownExample) => Random | undefined,
): TransformedImages {
  const images = shown.map(({ example }) => example.image);
  return { values: imageValues(transform, images, shown.map(chance)), size: transform.size };
}

function classNumbers({ classSets }: Dataset, classes: readonly Example['labels'][]): Record<string, Int32Array> {
  return Object.fromEntries(
    classSets.map(({ name, classes: all }) => {
      const numbers = new Map(all.map((label, i) => [label, i]));
      return [name, Int32Array.from(classes, (own) => numbers.get(own?.[name] ?? '') ?? -1)];
    }),
  );
}
