import {
  contentHash,
  Dataset,
  defineComponent,
  unknownName,
  UserError,
  type Example,
  Progress,
  type ReportProgress,
} from '@alignclip/core';
import { z } from 'zod';
import { allTexts, captionVariants, classSets, fixedCaptions } from './emoji/captions';
import { catalogue, type Emoji } from './emoji/catalogue';
import { packageVersion } from './emoji/drawing';
import { drawingNames, drawings, type DrawingName } from './emoji/drawings';
import { imagePack, type ImagePack } from './emoji/image-pack';
import { splitRules } from './emoji/splits';

const options = z
  .strictObject({
    /** Shown in training; the first one also serves the splits val and test. */
    drawings: z.array(z.enum(drawingNames)).min(1).default(['google', 'twitter', 'fluent-3d']),
    /** The drawing of the splits shift and test-shift. */
    heldOut: z.enum(drawingNames).default('openmoji'),
    /** Edge of the stored images in pixels. */
    resolution: z.int().min(8).max(512).default(64),
    /** Tags that a caption shows after the label. */
    tags: z.int().min(0).max(16).default(2),
    /** Share of training captions that are a template with the label instead. */
    templateShare: z.number().min(0).max(1).default(0.25),
    /** Different captions that training may show of an emoji. */
    variants: z.int().min(1).max(100).default(8),
  })
  .refine(({ drawings: shown }) => new Set(shown).size === shown.length, {
    path: ['drawings'],
    message: 'names a drawing twice',
  })
  .refine(({ drawings: shown, heldOut }) => !shown.includes(heldOut), {
    path: ['heldOut'],
    message: 'is among the drawings of training; hold out another one',
  });

type Options = z.output<typeof options>;

const byCode = new Map(catalogue.map((emoji) => [emoji.code, emoji]));

/** Emoji of several artists with their names and tags; concepts and drawings held out (docs/components). */
export const emojiCaptions = defineComponent(Dataset)({
  type: 'emoji-captions',
  options,
  inject: [Progress],
  create: (given, report) => new EmojiCaptions(given, report),
});

class EmojiCaptions implements Dataset {
  readonly name = 'emoji-captions';
  readonly classSets = classSets;
  readonly splits: readonly string[];
  private readonly rules: ReturnType<typeof splitRules>;
  private readonly variants = new Map<string, readonly string[]>();
  private readonly packs = new Map<DrawingName, Promise<ImagePack>>();

  constructor(
    private readonly given: Options,
    private readonly report: ReportProgress | undefined,
  ) {
    this.rules = splitRules(given.drawings, given.heldOut);
    this.splits = Object.keys(this.rules);
  }

  async *examples(split: string): AsyncGenerator<Example> {
    if (!this.splits.includes(split)) throw unknownName('split', split, this.splits);
    const { side, drawings: shown } = this.rules[split]!;
    for (const drawing of shown) {
      const pack = await this.pack(drawing);
      for (const emoji of catalogue) {
        const image = pack.get(emoji.code);
        if (emoji.side === side && image !== undefined) yield this.example(drawing, emoji, image);
      }
    }
  }

  trainingCaption({ id }: Example, draw: Parameters<Dataset['trainingCaption']>[1]): string {
    const emoji = byCode.get(id.slice(id.indexOf('/') + 1));
    if (emoji === undefined) throw new UserError(`"${id}" is no example of emoji-captions`);
    const variants = this.variantsOf(emoji);
    return variants[draw.integer(variants.length)]!;
  }

  trainingCaptions(): Promise<readonly string[]> {
    const shown = catalogue.filter(({ side }) => side === 'train');
    return Promise.resolve([...new Set(shown.flatMap((emoji) => this.variantsOf(emoji)))]);
  }

  texts(): Promise<readonly string[]> {
    return Promise.resolve(allTexts());
  }

  async fingerprint(): Promise<string> {
    const sources = drawingNames.flatMap((name) => drawings[name].sources);
    const versions = [...new Set([...sources, packageVersion('emojibase-data')])];
    return contentHash({ options: this.given, versions, captions: [allTexts(), await this.trainingCaptions()] });
  }

  private variantsOf(emoji: Emoji): readonly string[] {
    const made = this.variants.get(emoji.code) ?? captionVariants(emoji, this.given);
    this.variants.set(emoji.code, made);
    return made;
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
