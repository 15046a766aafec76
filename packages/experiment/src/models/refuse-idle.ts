import { UserError } from '@alignclip/core';
import type { ModelForm } from '@alignclip/formats';
import { kebabCase } from '../define/override';
import type { HyperParameters } from './model-config';

type Wish = Partial<HyperParameters>;

/**
 * Throws UserError, naming the option, on a hyper-parameter that the towers of this form don't have, or that their weights
 * decide: it would change nothing.
 */
export function refuseIdle(form: ModelForm, wish: Wish): void {
  const found = [...idleOfImages(form.image, wish), ...idleOfTexts(form.text, wish)].find(([, , isIdle]) => isIdle);
  if (found === undefined) return;
  const [name, why] = found;
  throw new UserError(`--${kebabCase(name)} = ${JSON.stringify(wish[name])} would change nothing: ${why}`);
}

type Idle = readonly [name: keyof Wish, why: string, isIdle: boolean];

function idleOfImages(image: ModelForm['image'], wish: Wish): Idle[] {
  const { imageSize, imagePooling, pixels, imageEpsilon, poolingHeads } = wish;
  const { type } = image;
  const pooling = type === 'vision-transformer' ? image.pooling : undefined;
  const isPooled = hasChoice(image);
  const takes = `the image tower takes images of ${image.imageSize} px, as the positions in its weights say`;
  const pools = pooling === undefined ? `the image tower is a ${type}` : `the image tower has the pooling ${pooling}`;
  return [
    ['imageSize', takes, imageSize !== undefined && type !== 'convnext' && imageSize !== image.imageSize],
    ['imagePooling', pools, imagePooling !== undefined && !isPooled && imagePooling !== pooling],
    ['pixels', `a ${type} has CLIP's pixel values`, pixels === 'half' && pooling === undefined],
    ['imageEpsilon', 'a modified-resnet has no LayerNorm', imageEpsilon !== undefined && type === 'modified-resnet'],
    ['poolingHeads', `${pools}, and only query has such heads`, poolingHeads !== undefined && pooling !== 'query'],
  ];
}

/** Whether the weights leave open which tokens are pooled. */
const hasChoice = (image: ModelForm['image']): boolean =>
  image.type === 'vision-transformer' && image.classToken && ['class-token', 'mean'].includes(image.pooling);

function idleOfTexts(text: ModelForm['text'], { textPooling, causal, classMask, textActivation }: Wish): Idle[] {
  const isSentence = text.type === 'sentence-transformer';
  const pooling = isSentence ? 'mean' : text.pooling;
  const pools = `the text tower has the pooling ${pooling}`;
  const isFixed = isSentence || pooling === 'map' || pooling === 'class-token';
  return [
    ['textPooling', pools, textPooling !== undefined && isFixed && textPooling !== pooling],
    ['causal', 'in a sentence-transformer every token sees all', causal === true && isSentence],
    ['classMask', `${pools}, and only class-token has that mask`, classMask !== undefined && pooling !== 'class-token'],
    [
      'textActivation',
      'a sentence-transformer has gelu',
      textActivation !== undefined && isSentence && textActivation !== 'gelu',
    ],
  ];
}
