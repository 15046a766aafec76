import type { JsonObject } from '@alignclip/core';
import { intraModalRetrieval } from './intra-modal-retrieval';
import { describeEvaluator, givenModel, randomModel, toyDataset, toyItems } from './testing';

const key = (name: string) => `intra-modal-retrieval/test/kind/${name}`;

describeEvaluator(intraModalRetrieval, {
  perfect: {
    [key('image-to-image/mAP')]: 1,
    [key('text-to-text/R-precision')]: 1,
    [key('image-to-text/R@1')]: 1,
  },
  chance: {
    [key('image-to-image/mAP')]: [0.22, 0.34], // 29 of 119
    [key('text-to-image/R@1')]: [0.1, 0.4],
  },
});

describe('intra-modal-retrieval', () => {
  const axis = (at: number) => [0, 1, 2, 3].map((i) => Number(i === at));
  const kinds = ['cat', 'dog', 'emu', 'fox'];

  it('tells a modality that is misaligned within from one that is misaligned across', async () => {
    const items = toyItems(16);
    const turned = givenModel(
      (number) => axis(number % 4),
      (text) => axis((kinds.indexOf(text.split(' ')[0]!) + 1) % 4),
    );
    const { scores } = await intraModalRetrieval.make({}, toyDataset(items)).evaluate(turned);
    expect(scores[key('image-to-image/mAP')]).toBe(1);
    expect(scores[key('text-to-text/mAP')]).toBe(1);
    expect(scores[key('image-to-text/mAP')]).toBeLessThan(0.3);
  });

  it('leaves the query out, and captions that look the same to the model', async () => {
    const items = [
      { kind: 'cat', captions: ['a'] },
      { kind: 'cat', captions: ['a'] },
      { kind: 'cat', captions: ['b'] },
      { kind: 'dog', captions: ['c'] },
      { kind: 'dog', captions: ['d'] },
    ];
    const line: Record<string, number> = { a: 0, b: 0.9, c: 0.3, d: 1.2 };
    const turn = (angle: number) => [Math.cos(angle), Math.sin(angle)];
    const model = givenModel(
      (number) => turn(number),
      (text) => turn(line[text]!),
    );
    const { scores, details } = await intraModalRetrieval.make({}, toyDataset(items)).evaluate(model);
    // Found by a: c, b, d; by b: d, c, and both a level; by c: both a, b, d; by d: b, c, both a.
    expect(scores[key('text-to-text/mAP')]).toBeCloseTo((1 / 2 + 1 / 2 + 2 / 4 + 1 / 4 + 1 / 2) / 5, 6);
    expect(scores[key('text-to-text/R@1')]).toBe(0);
    expect(details).toMatchObject({ 'test/kind': { examples: 5, queries: 5, alone: 0 } });
    const { nearest } = (details as Record<string, { nearest: Record<string, JsonObject[]> }>)['test/kind']!;
    expect(nearest['text-to-text']!.map(({ caption, rank }) => [caption, rank])).toEqual([
      ...[
        ['a', 2],
        ['a', 2],
        ['b', 3],
        ['c', 4],
        ['d', 2],
      ],
    ]);
    expect(nearest['text-to-text']![0]!['found']).toEqual([
      { id: 'item-3', caption: 'c', score: 0.9553, right: false },
      { id: 'item-2', caption: 'b', score: 0.6216, right: true },
      { id: 'item-4', caption: 'd', score: 0.3624, right: false },
    ]);
    expect(nearest['image-to-image']).toHaveLength(5);
    const none = await intraModalRetrieval.make({ examples: 0 }, toyDataset(items)).evaluate(model);
    expect(none.details).toMatchObject({ 'test/kind': { nearest: { 'image-to-image': [], 'text-to-text': [] } } });
  });

  it('asks for nothing of an example that is alone in its class, and counts it', async () => {
    const items = [...toyItems(8).filter(({ kind }) => kind !== 'fox'), { kind: 'fox', captions: ['fox number 9'] }];
    const { details } = await intraModalRetrieval.make({ mostQueries: 4 }, toyDataset(items)).evaluate(randomModel());
    expect(details).toMatchObject({ 'test/kind': { queries: 4, alone: 1 } });
  });

  it('refuses a data set without classes', () => {
    const bare = { ...toyDataset(toyItems(4)), classSets: [] };
    expect(() => intraModalRetrieval.make({}, bare)).toThrow('has no class sets');
  });
});
