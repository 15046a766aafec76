import type { Dataset } from '@alignclip/core';
import { emojiCaptions, mixture, shapes } from '@alignclip/datasets';
import { bpeTokenizer, ClipTokenizer, isCompact } from '@alignclip/encoders';

/** Captions of every split, those that training can show, and class prompts. */
async function everyText(dataset: Dataset): Promise<string[]> {
  const texts = [...(await dataset.trainingCaptions!()), ...promptsOf(dataset)];
  for (const split of dataset.splits) {
    for await (const { captions } of dataset.examples(split)) texts.push(...captions);
  }
  return [...new Set(texts)];
}

const promptsOf = ({ classSets }: Dataset): string[] =>
  classSets.flatMap(({ classes, templates }) =>
    templates.flatMap((template) => classes.map((name) => template.replaceAll('{}', () => name))),
  );

describe.each<[string, () => Dataset | Promise<Dataset>]>([
  ['emoji-captions', () => emojiCaptions.make({ resolution: 8 }, () => undefined)],
  [
    'emoji-captions with more tags',
    () => emojiCaptions.make({ resolution: 8, tags: 5, variants: 20 }, () => undefined),
  ],
  ['shapes', () => shapes.make({ resolution: 8 })],
  ['shapes with captions that say less', () => shapes.make({ resolution: 8, information: 0.5, labelNoise: 0.3 })],
  [
    'a mixture with a member that only tests',
    () =>
      mixture.make({
        datasets: {
          known: { dataset: shapes({ resolution: 8, information: 0, seed: 1 }), splits: { train: 'train' } },
          new: { dataset: shapes({ resolution: 8 }), splits: { test: 'test' } },
        },
      }),
  ],
])('the compact vocabulary of %s', (_, make) => {
  it.each([77, 8, 4])('gives every text the tokens of the whole one, cut to %i', async (contextLength) => {
    const dataset = await make();
    const compact = await bpeTokenizer.make({ contextLength }, dataset);
    if (!isCompact(compact)) throw new Error('not compact');
    const whole = new ClipTokenizer(contextLength);
    const unknown = compact.vocabularySize - 3;
    const texts = await everyText(dataset);
    expect(texts.length).toBeGreaterThan(50);
    const clipId = new Map([...compact.idOfClipId.entries()].map(([clip, own]) => [own, clip]));
    const clipRow = (text: string) =>
      [...compact.encode([text]).ids].map((id) => (id === unknown ? -1 : clipId.get(id)));
    const other = texts.filter((text) => clipRow(text).join(' ') !== whole.row(text).join(' '));
    expect(other).toEqual([]);
  });
});
