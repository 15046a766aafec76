import { contentHash, Dataset, defineComponent, unknownName, z, type Example } from 'alignclip';

const colours = { red: [220, 40, 40], green: [40, 160, 60], blue: [40, 80, 220], grey: [128, 128, 128] } as const;
const splits = { train: ['light', 'dark', 'pale'], test: ['deep'] } as const;

/** Squares of one colour; the tone "deep" is never seen in training. */
export const newDataset = defineComponent(Dataset)({
  type: 'new-dataset',
  options: z.strictObject({ size: z.int().min(8).default(32).describe('edge of the images in pixels') }),
  create: (options): Dataset => ({
    name: 'new-dataset',
    splits: Object.keys(splits),
    classSets: [{ name: 'colour', classes: Object.keys(colours), templates: ['a {} square'] }],
    async *examples(split) {
      if (split !== 'train' && split !== 'test') throw unknownName('split', split, Object.keys(splits));
      yield* examplesOf(split, options.size);
    },
    trainingCaption: ({ captions }) => captions[0]!,
    texts: async () => [
      ...Object.values(splits)
        .flat()
        .flatMap((tone) => Object.keys(colours).map((colour) => `a ${tone} ${colour} square`)),
      ...Object.keys(colours).map((colour) => `a ${colour} square`),
    ],
    fingerprint: async () => contentHash({ dataset: 'new-dataset', version: 1, options }),
  }),
});

function* examplesOf(split: keyof typeof splits, size: number): Generator<Example> {
  for (const [shade, tone] of splits[split].entries()) {
    for (const [colour, rgb] of Object.entries(colours)) {
      const data = Uint8Array.from({ length: size * size * 3 }, (_, i) => rgb[i % 3]! - 10 * shade);
      const image = { width: size, height: size, mode: 'RGB', data } as const;
      yield { id: `${tone}-${colour}`, image, captions: [`a ${tone} ${colour} square`], labels: { colour } };
    }
  }
}
