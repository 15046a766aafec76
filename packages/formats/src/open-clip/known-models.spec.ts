import type { ClipForm } from '../testing/clip-form';
import { madeForm } from '../testing/made-state-dict';
import { knownAs, usualHeads } from './known-models';

const tower = { width: 768, layers: 12, mlpWidth: 3072, mlpRatio: 4 };
const made = madeForm('clip');
const base: ClipForm = {
  ...made,
  embeddingWidth: 512,
  image: { ...made.image, ...tower, patchSize: 32, imageSize: 224 },
  text: { ...made.text, ...tower, width: 512, mlpWidth: 2048, contextLength: 77, vocabularySize: 49_408 },
};

describe('knownAs', () => {
  it('names every configuration of these sizes', () => {
    expect(knownAs(base)).toEqual(['ViT-B-32', 'ViT-B-32-quickgelu']);
    expect(knownAs({ ...base, image: { ...base.image, patchSize: 14 } })).toEqual([]);
    expect(knownAs(madeForm('clip'))).toEqual([]);
  });

  it('knows the shared model of AlignCLIP', () => {
    const image = { ...base.image, patchSize: 16 };
    const shared = { ...base, kind: 'sharedclip' as const, image, text: { ...base.text, width: 768 } };
    expect(knownAs({ ...shared, embeddingWidth: 768 })).toEqual(['ViT-B-16']);
    expect(knownAs(shared)).toEqual(['ViT-B-16-512']);
  });
});

describe('knownAs of CoCa', () => {
  it('is told from a CLIP of its sizes by its pooling', () => {
    const image = { ...base.image, pooling: 'query' as const };
    const text = { ...base.text, contextLength: 76, pooling: 'class-token' as const };
    expect(knownAs({ ...base, image, text })).toEqual(['coca_ViT-B-32']);
    expect(knownAs({ ...base, text })).toEqual([]);
  });
});

describe('usualHeads', () => {
  it('gives heads a width of 64, more in the widest image towers', () => {
    expect(usualHeads(base)).toEqual({ image: 12, text: 8 });
    expect(usualHeads({ ...base, image: { ...base.image, width: 1664 } }).image).toBe(16);
    expect(usualHeads(madeForm('clip'))).toEqual({ image: 1, text: 1 });
  });
});
