import {
  contentHash,
  Dataset,
  defineComponent,
  Progress,
  unknownName,
  UserError,
  type Example,
  type Fold,
  type ReportProgress,
} from '@alignclip/core';
import { z } from 'zod';
import { allTexts, captionVariants, classSets, fixedCaptions } from './emoji/captions';
import { catalogue, type Emoji } from './emoji/catalogue';
import { type Side, sideOf } from './emoji/concept';
import { drawingNames, drawings, packageVersion, type DrawingName } from './emoji/drawings';
import { imagePack, type ImagePack } from './emoji/image-pack';
import { splitRules } from './emoji/split-rules';

const options = z
  .strictObject({
    drawings: z
      .array(z.enum(drawingNames))
      .min(1)
      .default(['google', 'twitter', 'fluent-3d'])
      .describe('drawing styles of the training images; the first one is also that of val and test'),
    heldOut: z
      .enum(drawingNames)
      .default('openmoji')
      .describe('drawing style of the splits shift and test-shift, never seen in training'),
    resolution: z.int().min(8).max(512).default(64).describe('edge of the stored images in pixels'),
    tags: z.int().min(0).max(16).default(2).describe('number of tags after the label in a caption'),
    templateShare: z
      .number()
      .min(0)
      .max(1)
      .default(0.25)
      .describe('share of training captions that are a template with the label instead of tags'),
    variants: z.int().min(1).max(100).default(8).describe('number of different training captions per emoji'),
  })
  .refine(({ drawings: shown }) => new Set(shown).size === shown.length, {
    path: ['drawings'],
    message: 'names a drawing twice',
  })
  .refine(({ drawings: shown, heldOut }) => !shown.includes(heldOut), {
    path: ['heldOut'],
    message: 'is one of the training drawings; hold out another one',
  });

type Options = z.output<typeof options>;

/** Emoji of several artists with their names and tags; concepts and drawings held out (docs/components). */
export const emojiCaptions = defineComponent(Dataset)({
  type: 'emoji-captions',
  options,
  inject: [Progress],
  create: (given, report) => new EmojiCaptions(given, report),
});

/** By options: a plan asks for that of every cell. */
const fingerprints: Record<string, Promise<string>> = {};

class EmojiCaptions implements Dataset {
  readonly name = 'emoji-captions';
  readonly classSets = classSets();
  readonly splits: readonly string[];
  private readonly byCode = new Map(catalogue().map((emoji) => [emoji.code, emoji]));
  private readonly rules: ReturnType<typeof splitRules>;
  /** By id of an example: a batch asks for many. */
  private readonly variants = new Map<string, readonly string[]>();
  private readonly packs = new Map<DrawingName, Promise<ImagePack>>();

  constructor(
    private readonly given: Options,
    private readonly report: ReportProgress | undefined,
    private readonly fold?: Fold,
  ) {
    this.rules = splitRules(given.drawings, given.heldOut);
    this.splits = Object.keys(this.rules);
  }

  async *examples(split: string): AsyncGenerator<Example> {
    if (!this.splits.includes(split)) throw unknownName('split', split, this.splits);
    const { side, drawings: shown } = this.rules[split]!;
    for (const drawing of shown) {
      const pack = await this.pack(drawing);
      for (const emoji of catalogue()) {
        const image = pack.get(emoji.code);
        if (this.sideOf(emoji) === side && image !== undefined) yield this.example(drawing, emoji, image);
      }
    }
  }

  trainingCaption({ id }: Example, draw: Parameters<Dataset['trainingCaption']>[1]): string {
    const variants = this.variants.get(id) ?? this.variantsOfExample(id);
    return variants[draw.integer(variants.length)]!;
  }

  private variantsOfExample(id: string): readonly string[] {
    const emoji = this.byCode.get(id.slice(id.indexOf('/') + 1));
    if (emoji === undefined) throw new UserError(`"${id}" is not an example of emoji-captions`);
    const variants = captionVariants(emoji, this.given);
    this.variants.set(id, variants);
    return variants;
  }

  trainingCaptions(): Promise<readonly string[]> {
    const shown = catalogue().filter((emoji) => this.sideOf(emoji) === 'train');
    return Promise.resolve([...new Set(shown.flatMap((emoji) => captionVariants(emoji, this.given)))]);
  }

  texts(): Promise<readonly string[]> {
    return Promise.resolve(allTexts(this.given, this.fold));
  }

  /** By concept. */
  inFold(fold: Fold): Dataset {
    return new EmojiCaptions(this.given, this.report, fold);
  }

  fingerprint(): Promise<string> {
    return (fingerprints[JSON.stringify([this.given, this.fold])] ??= this.hashed());
  }

  private sideOf({ concept, side }: Emoji): Side {
    return this.fold === undefined ? side : sideOf(concept, this.fold);
  }

  private async hashed(): Promise<string> {
    const sources = drawingNames.flatMap((name) => drawings[name].sources);
    const versions = [...new Set([...sources, packageVersion('emojibase-data')])];
    return contentHash({
      options: this.given,
      versions,
      captions: [await this.texts(), await this.trainingCaptions()],
      ...(this.fold && { fold: this.fold }),
    });
  }

  private pack(drawing: DrawingName): Promise<ImagePack> {
    const opened = this.packs.get(drawing) ?? imagePack(drawing, this.given.resolution, { report: this.report });
    this.packs.set(drawing, opened);
    return opened;
  }

  private example(drawing: DrawingName, emoji: Emoji, image: Example['image']): Example {
    return {
      id: `${drawing}/${emoji.code}`,
      image,
      captions: fixedCaptions(emoji, this.given.tags),
      labels: emoji.labels,
    };
  }
}
