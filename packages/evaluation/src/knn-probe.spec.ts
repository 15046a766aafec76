import { knnProbe } from './knn-probe';
import { describeEvaluator, givenModel, toyDataset, toyItems } from './testing';

const key = (name: string) => `knn-probe/test/kind/${name}`;

describeEvaluator(knnProbe, {
  perfect: { [key('top-1')]: 1, [key('image/top-1')]: 1, [key('text/top-1')]: 1 },
  chance: { [key('top-1')]: [0.1, 0.4], [key('own-modality')]: [0.4, 0.6] },
});

describe('knn-probe', () => {
  const kinds = ['cat', 'dog', 'emu', 'fox'];
  const axis = (at: number, size = 6) => Array.from({ length: size }, (_, i) => Number(i === at));
  const byKind = givenModel(
    (number) => axis(number % 4),
    (text) => axis(kinds.indexOf(text.split(' ')[0]!)),
  );

  it('finds classes across concepts that a model knows', async () => {
    const { scores } = await knnProbe.make({}, toyDataset(toyItems(40))).evaluate(byKind);
    expect(scores[key('top-1')]).toBe(1);
    expect(scores[key('own-modality')]).toBeGreaterThan(0.4);
  });

  it('does not let a concept vote on itself: twins help only where they are no concept', async () => {
    const twins = Array.from({ length: 40 }, (_, i) => ({ kind: kinds[i % 4]!, captions: [`twin ${i % 20}`] }));
    const place = (number: number) => [...axis(number % 20, 20), 1];
    const model = givenModel(place, (text) => place(Number(text.split(' ')[1])));
    const evaluate = async (concepts: string) => {
      const { scores, details } = await knnProbe.make({ concepts, k: 1 }, toyDataset(twins)).evaluate(model);
      return [scores[key('top-1')]!, (details as Record<string, { concepts: number }>)['test/kind']!.concepts];
    };
    expect(await evaluate('captions')).toEqual([expect.any(Number), 20]);
    expect((await evaluate('captions'))[0]).toBeLessThan(0.3);
    const [accuracy, concepts] = await evaluate('examples');
    expect(accuracy).toBeGreaterThan(0.6);
    expect(concepts).toBe(40);
  });

  it('shows what votes: rows of other concepts, images and captions', async () => {
    const twins = Array.from({ length: 40 }, (_, i) => ({ kind: kinds[i % 4]!, captions: [`twin ${i % 20}`] }));
    const { details } = await knnProbe.make({}, toyDataset(twins)).evaluate(
      givenModel(
        (number) => [...axis(number % 20, 20), 1],
        (text) => [...axis(Number(text.split(' ')[1]), 20), 1],
      ),
    );
    type Shown = { caption: string; found: { id: string; caption: string; right: boolean; shown: string }[] };
    const { nearest } = (details as Record<string, { nearest: Record<'image' | 'text', Shown[]> }>)['test/kind']!;
    expect([nearest.image.length, nearest.text.length]).toEqual([12, 12]);
    for (const { caption, found } of [...nearest.image, ...nearest.text])
      expect(found.map((one) => one.caption)).not.toContain(caption);
  });

  it('shows a gap by the modality of the voters', async () => {
    const model = givenModel(
      (number) => [...axis(number % 4), 5],
      (text) => [...axis(kinds.indexOf(text.split(' ')[0]!)), -5],
    );
    const { scores } = await knnProbe.make({}, toyDataset(toyItems(40))).evaluate(model);
    expect(scores[key('own-modality')]).toBe(1);
  });

  it('is undefined where each class is one concept, and takes class sets as concepts', async () => {
    const { undefinedScores } = await knnProbe.make({ concepts: 'kind' }, toyDataset(toyItems(40))).evaluate(byKind);
    expect(undefinedScores![key('top-1')]).toMatch('each class is one concept');
    expect(() => knnProbe.make({ concepts: 'kinds' }, toyDataset(toyItems(4)))).toThrow('did you mean "kind"?');
    expect(() => knnProbe.make({}, { ...toyDataset(toyItems(4)), classSets: [] })).toThrow('has no class sets');
  });
});
