import { UserError } from '@alignclip/core';
import type { ModelForm } from '@alignclip/formats';
import { clipForm } from '@alignclip/formats/testing';
import { refuseIdle } from './refuse-idle';

const tower = { width: 8, layers: 1, mlpWidth: 32, mlpRatio: 4 };
const clip = clipForm({
  kind: 'clip',
  embeddingWidth: 8,
  image: { ...tower, imageSize: 32, patchSize: 16 },
  text: { ...tower, contextLength: 8, vocabularySize: 40 },
});
const convnext = { type: 'convnext', imageSize: 224 } as ModelForm['image'];
const resnet = { type: 'modified-resnet', imageSize: 224 } as ModelForm['image'];
const bert = { type: 'sentence-transformer' } as ModelForm['text'];
const pooled = (pooling: 'map' | 'query') => ({ ...clip.image, pooling, classToken: false }) as ModelForm['image'];

describe('refuseIdle', () => {
  it('refuses what a tower has no place for, or its weights decide', () => {
    for (const [form, wish, message] of [
      [clip, { imageSize: 64 }, '--image-size = 64 would change nothing: the image tower takes images of 32 px'],
      [{ ...clip, image: pooled('map') }, { imagePooling: 'mean' }, 'the image tower has the pooling map'],
      [{ ...clip, image: resnet }, { imageEpsilon: 1e-6 }, 'a modified-resnet has no LayerNorm'],
      [{ ...clip, image: convnext }, { pixels: 'half' }, "a convnext has CLIP's pixel values"],
      [{ ...clip, image: convnext }, { poolingHeads: 4 }, 'the image tower is a convnext'],
      [clip, { classMask: 'text' }, '--class-mask = "text" would change nothing: the text tower has the pooling end'],
      [{ ...clip, text: bert }, { textPooling: 'last' }, 'the text tower has the pooling mean'],
      [{ ...clip, text: bert }, { causal: true }, 'every token sees all'],
      [{ ...clip, text: bert }, { textActivation: 'quick-gelu' }, 'a sentence-transformer has gelu'],
    ] as const) {
      expect(() => refuseIdle(form, wish)).toThrow(UserError);
      expect(() => refuseIdle(form, wish)).toThrow(message);
    }
  });

  it('lets pass what a tower looks at, and what it has anyway', () => {
    for (const [form, wish] of [
      [clip, { imageSize: 32, imagePooling: 'mean', textPooling: 'last', causal: false, pixels: 'half' }],
      [
        { ...clip, image: convnext },
        { imageSize: 256, imageEpsilon: 1e-6, pixels: 'clip' },
      ],
      [{ ...clip, image: pooled('query') }, { poolingHeads: 4 }],
      [
        { ...clip, text: bert },
        { textPooling: 'mean', causal: false },
      ],
      [{ ...clip, image: resnet }, {}],
    ] as const)
      expect(() => refuseIdle(form, wish)).not.toThrow();
  });
});
