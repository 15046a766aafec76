import { tf } from '@alignclip/backend';
import type {
  ClassSet,
  Dataset,
  Example,
  ImageTransform,
  Random,
  Teacher,
  Tensor1D,
  Tensor4D,
  Tokenizer,
} from '@alignclip/core';
import type { Batch } from './batch';
import { pictureTensor } from './picture-tensor';

/** What batches are made with; a signal is made where what makes it is there. */
export interface BatchMakers {
  readonly dataset: Dataset;
  readonly tokenizer: Tokenizer;
  readonly augmentation: ImageTransform;
  /** Asked for S where a loss term needs it. */
  readonly teacher: Teacher | undefined;
  /** Makes the two views of a picture where a loss term needs them. */
  readonly viewAugmentation?: ImageTransform | undefined;
  /** A loss term needs the classes. */
  readonly labelled?: boolean;
}

/** An example as a batch shows it; pictures follow from random streams, which are made only where they are needed. */
export interface ShownExample {
  readonly example: Example;
  readonly caption: string;
  readonly crop: Random | undefined;
  view(which: 1 | 2): Random;
}

export async function assembleBatch(makers: BatchMakers, shown: readonly ShownExample[]): Promise<Batch> {
  const { dataset, tokenizer, augmentation, teacher, viewAugmentation, labelled = false } = makers;
  const captions = shown.map(({ caption }) => caption);
  const labels = shown.map(({ example }) => example.labels);
  const semanticSimilarity = await teacher?.similarity({ captions, labels });
  const { ids, rows, columns } = tokenizer.encode(captions);
  const views =
    viewAugmentation && ([1, 2] as const).map((which) => pictures(viewAugmentation, shown, ({ view }) => view(which)));
  return {
    images: pictures(augmentation, shown, ({ crop }) => crop),
    tokens: tf.tensor2d(ids, [rows, columns], 'int32'),
    ...(views && { views: [views[0]!, views[1]!] as const }),
    ...(semanticSimilarity && { semanticSimilarity }),
    ...(labelled && { labels: classNumbers(dataset.classSets, labels) }),
  };
}

const pictures = (
  transform: ImageTransform,
  shown: readonly ShownExample[],
  chance: (one: ShownExample) => Random | undefined,
): Tensor4D =>
  pictureTensor(
    transform,
    shown.map(({ example }) => example.image),
    shown.map(chance),
  );

/** Numbers of the classes by class set, -1 where an example has none, [N] each. */
const classNumbers = (sets: readonly ClassSet[], labels: readonly Example['labels'][]): Record<string, Tensor1D> =>
  Object.fromEntries(
    sets.map(({ name, classes }) => {
      const numbers = new Map(classes.map((label, i) => [label, i]));
      return [
        name,
        tf.tensor1d(
          labels.map((own) => numbers.get(own?.[name] ?? '') ?? -1),
          'int32',
        ),
      ];
    }),
  );
