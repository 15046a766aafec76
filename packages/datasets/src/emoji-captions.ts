import { contentHash, Dataset, defineComponent, unknownName, UserError, type Example } from '@alignclip/core';
import { z } from 'zod';
import { allTexts, classSets, fixedCaptions, sampledCaption } from './emoji/captions';
import { catalogue, type Emoji } from './emoji/catalogue';
import { packageVersion } from './emoji/drawing';
import { drawingNames, drawings, type DrawingName } from './emoji/drawings';
import { picturePack } from './emoji/picture-pack';
import { splitRules } from './emoji/splits';

const options = z
  .strictObject({
    /** Shown in training; the first one also serves the splits val and test. */
    drawings: z.array(z.enum(drawingNames)).min(1).default(['google', 'twitter', 'fluent-3d']),
    /** The drawing of the splits shift and test-shift. */
    heldOut: z.enum(drawingNames).default('openmoji'),
    /** Edge of the stored pictures in pixels. */
    resolution: z.int().min(8).max(512).default(64),
    /** Tags that a caption shows after the label. */
    tags: z.int().min(0).max(16).default(2),
    /** Share of training captions that are a template with the label instead. */
    templateShare: z.number().min(0).max(1).default(0),
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
  create: (given) => new EmojiCaptions(given),
});

class EmojiCaptions implements Dataset {
  readonly name = 'emoji-captions';
  readonly classSets = classSets;
  readonly splits: readonly string[];
  private readonly rules: ReturnType<typeof splitRules>;

  constructor(private readonly given: Options) {
    this.rules = splitRules(given.drawings, given.heldOut);
    this.splits = Object.keys(this.rules);
  }

  async *examples(split: string): AsyncGenerator<Example> {
    if (!this.splits.includes(split)) throw unknownName('split', split, this.splits);
    const { side, drawings: shown } = this.rules[split]!;
    for (const drawing of shown) {
      const pack = await picturePack(drawing, this.given.resolution);
      for (const emoji of catalogue) {
        const image = pack.get(emoji.code);
        if (emoji.side === side && image !== undefined) yield this.example(drawing, emoji, image);
      }
    }
  }

  trainingCaption({ id }: Example, draw: Parameters<Dataset['trainingCaption']>[1]): string {
    const emoji = byCode.get(id.slice(id.indexOf('/') + 1));
    if (emoji === undefined) throw new UserError(`"${id}" is no example of emoji-captions`);
    return sampledCaption(emoji, this.given.tags, this.given.templateShare, draw);
  }

  texts(): Promise<readonly string[]> {
    return Promise.resolve(allTexts());
  }

  fingerprint(): Promise<string> {
    const sources = drawingNames.flatMap((name) => drawings[name].sources);
    const versions = [...new Set([...sources, packageVersion('emojibase-data')])];
    return Promise.resolve(contentHash({ options: this.given, versions, captions: allTexts() }));
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
