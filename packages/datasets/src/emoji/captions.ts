import { inTemplate, random, type ClassSet, type Fold, type Random } from '@alignclip/core';
import { catalogue, type Emoji } from './catalogue';
import { sideOf } from './concept';

const templates = [
  'an emoji of a {}.',
  'a drawing of a {}.',
  'a picture of {}.',
  'a small icon showing {}.',
  'a cartoon {}.',
  '{} emoji',
] as const;

/** The label, the label with tags, and the label in a template: the same at every reading. */
export function fixedCaptions(emoji: Emoji, tags: number): readonly string[] {
  const draw = random('emoji-captions', emoji.code);
  return [emoji.name, withTags(emoji, tags, draw), inTemplate(anyOf(templates, draw), emoji.name)];
}

export interface CaptionOptions {
  readonly tags: number;
  readonly templateShare: number;
  readonly variants: number;
}

/**
 * The captions that training draws from: "label, tag, tag" with sampled tags, or the label in a template. A fixed
 * number for each emoji, so that a sentence encoder can embed all of them once.
 */
export function captionVariants(emoji: Emoji, { tags, templateShare, variants }: CaptionOptions): readonly string[] {
  const draw = random('emoji-caption-variants', emoji.code);
  return Array.from({ length: variants }, () =>
    draw.uniform() < templateShare ? inTemplate(anyOf(templates, draw), emoji.name) : withTags(emoji, tags, draw),
  );
}

const withTags = ({ name, tags }: Emoji, count: number, draw: Random): string =>
  [name, ...draw.sample(tags, count)].join(', ');

const anyOf = <T>(items: readonly T[], draw: Random): T => items[draw.integer(items.length)]!;

/** Classes in the order in which the catalogue first shows them. */
export const classSets = (): readonly ClassSet[] =>
  ['group', 'subgroup', 'coarse', 'name'].map((name) => ({
    name,
    classes: [...new Set(catalogue().flatMap(({ labels }) => labels[name] ?? []))],
    templates,
  }));

const textsByOptions = new Map<string, readonly string[]>();

/** Every caption that an example of any split has or that training can show, and every class prompt, each once. */
export function allTexts({ tags, templateShare, variants }: CaptionOptions, fold?: Fold): readonly string[] {
  const options = { tags, templateShare, variants };
  const name = JSON.stringify([options, fold]);
  const texts = textsByOptions.get(name) ?? listTexts(options, fold);
  textsByOptions.set(name, texts);
  return texts;
}

function listTexts(options: CaptionOptions, fold: Fold | undefined): readonly string[] {
  const captions = catalogue().flatMap((emoji) => [
    ...fixedCaptions(emoji, options.tags),
    ...(sideOf(emoji.concept, fold) === 'train' ? captionVariants(emoji, options) : []),
  ]);
  const prompts = classSets().flatMap(({ classes }) =>
    classes.flatMap((name) => templates.map((template) => inTemplate(template, name))),
  );
  return [...new Set([...captions, ...prompts])];
}
