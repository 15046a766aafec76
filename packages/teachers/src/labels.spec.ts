import type { Dataset, Teacher } from '@alignclip/core';
import { labels } from './labels';
import { describeTeacher } from './testing/describe-teacher';

const animals: Dataset = {
  name: 'animals',
  splits: ['train'],
  classSets: [
    { name: 'kind', classes: ['cat', 'dog'], templates: ['a {}'] },
    { name: 'size', classes: ['small', 'big'], templates: ['a {} one'] },
  ],
  async *examples() {},
  trainingCaption: ({ captions }) => captions[0]!,
  fingerprint: async () => '1',
};
const create = async (options: Parameters<typeof labels>[0] = {}, dataset = animals) => labels.make(options, dataset);

const captions = ['a', 'b', 'c', 'd'];
const classes = [{ kind: 'cat', size: 'big' }, { kind: 'dog', size: 'big' }, { kind: 'cat' }, undefined];

describeTeacher('labels', create, { captions, labels: classes });

describe('labels', () => {
  const similarity = async (teacher: Teacher) => (await teacher.similarity({ captions, labels: classes })).array();

  it('is 1 where the classes of the first set agree', async () => {
    expect(await similarity(await create())).toEqual([
      [1, 0, 1, 0],
      [0, 1, 0, 0],
      [1, 0, 1, 0],
      [0, 0, 0, 1],
    ]);
  });

  it('takes another set on request; no class agrees with nothing else', async () => {
    expect(await similarity(await create({ classSet: 'size' }))).toEqual([
      [1, 1, 0, 0],
      [1, 1, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]);
  });

  it('says so where there are no classes', async () => {
    await expect((await create()).similarity({ captions: ['a'] })).rejects.toThrow(/no example.*"kind"/);
    await expect(create({ classSet: 'sise' })).rejects.toThrow(/did you mean "size"/);
    await expect(create({}, { ...animals, classSets: [] })).rejects.toThrow(/no classes/);
  });
});
