import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { givenModel, randomModel } from './testing';
import { sts } from './sts';

// Sentences are angles in degrees; the gold score falls with the difference.
const model = givenModel(
  () => [1, 0],
  (text) => [Math.cos((Number(text) * Math.PI) / 180), Math.sin((Number(text) * Math.PI) / 180)],
);
const pairs = (scores: readonly number[], genre: string) =>
  scores.map((score, i) => `${score}\t${genre}\t0\t${10 * i}`).join('\n');

describe('sts', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sts-'));
    const header = 'score\tgenre\tsentence1\tsentence2';
    await writeFile(
      join(folder, 'good.tsv'),
      `${header}\n${pairs([5, 4, 3, 2], 'main-captions/MSRvid')}\n${pairs([1, 2, 3], 'news')}\n`,
    );
    await writeFile(join(folder, 'swapped.tsv'), `${header}\n${pairs([3, 4, 2, 1], 'x')}\n`);
    await writeFile(join(folder, 'flat.tsv'), `${header}\n${pairs([1, 1, 1], 'x')}\n`);
    const lines = Array.from({ length: 300 }, (_, i) => `${i % 6}\tx\tfirst ${i}\tsecond ${i}`);
    await writeFile(join(folder, 'words.tsv'), `${header}\n${lines.join('\n')}\n`);
  });
  afterAll(() => rm(folder, { recursive: true }));
  const evaluate = (sets: string[], encoder = model) => sts.make({ folder, sets, resamples: 200 }).evaluate(encoder);

  it('correlates the cosines with the gold scores, by set and on average', async () => {
    const { scores, intervals, details } = await evaluate(['good:main-captions', 'swapped']);
    expect(scores['sts/good:main-captions/spearman']).toBeCloseTo(1, 10);
    expect(scores['sts/swapped/spearman']).toBeCloseTo(0.8, 10); // 1 - 6·2/(4·15)
    expect(scores['sts/mean/spearman']).toBeCloseTo(0.9, 10);
    expect(Object.keys(intervals!)).toEqual(Object.keys(scores));
    expect(details).toEqual({ pairs: { 'good:main-captions': 4, swapped: 4 } });
  });

  it('finds a random model near 0', async () => {
    const { scores, intervals } = await evaluate(['words'], randomModel());
    expect(Math.abs(scores['sts/words/spearman']!)).toBeLessThan(0.15);
    const [low, high] = intervals!['sts/words/spearman']!;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it('refuses unknown sets, genres without pairs, and constant gold scores', async () => {
    await expect(evaluate(['godo'])).rejects.toThrow('did you mean "good"');
    await expect(evaluate(['good:headlines'])).rejects.toThrow('has 0 pairs');
    await expect(evaluate(['flat'])).rejects.toThrow('all gold scores');
    expect(() => sts.make({ folder, sets: ['../good'] })).toThrow('must be "set"');
  });
});
