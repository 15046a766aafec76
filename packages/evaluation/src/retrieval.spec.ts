import { retrieval } from './retrieval';
import { describeEvaluator, givenModel, toyDataset } from './testing';

const perfect = (k: number) => ({
  [`retrieval/test/image-to-text/R@${k}`]: 1,
  [`retrieval/test/text-to-image/R@${k}`]: 1,
});

describeEvaluator(retrieval, {
  options: { captions: 'all' },
  perfect: { ...perfect(1), ...perfect(5), ...perfect(10), 'retrieval/test/image-to-text/median-rank': 1 },
  chance: {
    'retrieval/test/image-to-text/R@1': [0, 0.05],
    'retrieval/test/text-to-image/R@10': [0.02, 0.15], // 10 of 120
    'retrieval/test/text-to-image/mean-rank': [50, 71], // 60.5
  },
});

describe('retrieval', () => {
  // Angles in degrees: images at 0, 40, 90; captions at 10, 50, 60.
  const angle = (degrees: number) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const model = givenModel(
    (number) => angle([0, 40, 90][number]!),
    (text) => angle(Number.parseInt(text, 10)),
  );

  it('ranks as by hand', async () => {
    const dataset = toyDataset([{ captions: ['10°'] }, { captions: ['50°'] }, { captions: ['60°'] }]);
    const { scores } = await retrieval.make({ ks: [1, 2] }, dataset).evaluate(model);
    expect(scores).toEqual({
      'retrieval/test/image-to-text/R@1': 1,
      'retrieval/test/image-to-text/R@2': 1,
      'retrieval/test/image-to-text/mean-rank': 1,
      'retrieval/test/image-to-text/median-rank': 1,
      'retrieval/test/text-to-image/R@1': 2 / 3, // 60° is nearer to 40° than to 90°
      'retrieval/test/text-to-image/R@2': 1,
      'retrieval/test/text-to-image/mean-rank': 4 / 3,
      'retrieval/test/text-to-image/median-rank': 1,
    });
  });

  it('counts any of several captions for an image, and each for itself', async () => {
    const dataset = toyDataset([{ captions: ['80°', '10°'] }, { captions: ['50°'] }, { captions: ['60°'] }]);
    const { scores } = await retrieval.make({ ks: [1], captions: 'all' }, dataset).evaluate(model);
    expect(scores['retrieval/test/image-to-text/R@1']).toBeCloseTo(2 / 3, 6); // 90° finds 80° of another image first
    expect(scores['retrieval/test/text-to-image/R@1']).toBeCloseTo(2 / 4, 6); // 10° and 50°
  });

  it.each<['right' | 'listed', number, number]>([
    ['right', 1, 1],
    ['listed', 1 / 3, 2 / 3],
  ])('counts a caption of two images as duplicates: %s says', async (duplicates, imageToText, textToImage) => {
    const dataset = toyDataset([{ captions: ['10°'] }, { captions: ['10°'] }, { captions: ['90°'] }]);
    const { scores } = await retrieval.make({ ks: [1], duplicates }, dataset).evaluate(model);
    expect(scores['retrieval/test/image-to-text/R@1']).toBeCloseTo(imageToText, 6);
    expect(scores['retrieval/test/text-to-image/R@1']).toBeCloseTo(textToImage, 6);
  });

  it('puts the caption into the template', async () => {
    const asked: string[] = [];
    const listening = givenModel(
      () => [1, 0],
      (text) => (asked.push(text), [1, 0]),
    );
    const dataset = toyDataset([{ captions: ['$& dog'] }]);
    await retrieval.make({ template: 'a photo of {}.' }, dataset).evaluate(listening);
    expect(asked).toEqual(['a photo of $& dog.']);
  });

  it('keeps queries evenly spaced over the split, with the nearest items of each', async () => {
    const dataset = toyDataset([{ captions: ['10°'] }, { captions: ['50°'] }, { captions: ['60°'] }]);
    const { details } = await retrieval.make({ examples: 2 }, dataset).evaluate(model);
    const examples = (direction: string) =>
      (details as Record<string, { examples: unknown }>)[`test/${direction}`]!.examples;
    const cosine = (degrees: number) => Math.round(Math.cos((degrees * Math.PI) / 180) * 1e4) / 1e4;
    const captions = ['10°', '50°', '60°'];
    const item = (number: number, degrees: number, right = false) => {
      const place = { id: `item-${number}`, caption: captions[number] };
      return { ...place, cosine: cosine(degrees), right };
    };
    expect(examples('image-to-text')).toEqual([
      { id: 'item-0', caption: '10°', rank: 1, found: [item(0, 10, true), item(1, 50), item(2, 60)] },
      { id: 'item-1', caption: '50°', rank: 1, found: [item(1, 10, true), item(2, 20), item(0, 30)] },
    ]);
    const found = [{ right: true }, { id: 'item-2', right: false }, {}];
    expect(examples('text-to-image')).toMatchObject([
      { id: 'item-0', caption: '10°' },
      { id: 'item-1', caption: '50°', found },
    ]);
  });

  it('keeps five items at most, short captions, and no queries where none are wanted', async () => {
    const dataset = toyDataset(Array.from({ length: 8 }, (_, i) => ({ captions: [`${i}0° ${'x'.repeat(300)}`] })));
    const turning = givenModel(
      (number) => angle(10 * number),
      (caption) => angle(Number.parseInt(caption, 10)),
    );
    const of = async (examples: number) => {
      const { details } = await retrieval.make({ examples }, dataset).evaluate(turning);
      return (details as Record<string, { examples: { caption: string; found: unknown[] }[] }>)['test/image-to-text']!
        .examples;
    };
    expect((await of(100)).map(({ caption, found }) => [caption.length, found.length])).toEqual(
      Array(8).fill([200, 5]),
    );
    expect(await of(0)).toEqual([]);
  });
});
