import type { Teacher } from '@alignclip/core';
import { bagOfWords } from './bag-of-words';
import { describeTeacher } from './testing/describe-teacher';

const create = async () => bagOfWords.make({});
const captions = ['a red cat', 'A cat, red!', 'a dog runs', '…', 'ein Hund'];

describeTeacher('bagOfWords', create, { captions });

describe('bagOfWords', () => {
  const similarity = async (teacher: Teacher, ...pair: string[]) => {
    const s = await teacher.similarity({ captions: pair });
    return (await s.array())[0]![1]!;
  };

  it('ignores order, case and punctuation', async () => {
    expect(await similarity(await create(), 'a red cat', 'Cat: red, a!')).toBeCloseTo(1, 6);
  });

  it('is 0 without a word in common', async () => {
    expect(await similarity(await create(), 'red cat', 'dog runs')).toBe(0);
  });

  it('counts rare words for more', async () => {
    const teacher = await create();
    await teacher.prepare?.(['a cat', 'a dog', 'a bird']);
    expect(await similarity(teacher, 'a cat', 'the cat')).toBeGreaterThan(await similarity(teacher, 'a cat', 'a fish'));
  });

  it('is the cosine of smoothed TF-IDF', async () => {
    const teacher = await create();
    await teacher.prepare?.(['a cat', 'a dog']);
    const [a, cat, dog] = [1, 1 + Math.log(3 / 2), 1 + Math.log(3 / 2)];
    expect(await similarity(teacher, 'a cat', 'a dog')).toBeCloseTo(1 / (Math.hypot(a, cat) * Math.hypot(a, dog)), 6);
  });
});
