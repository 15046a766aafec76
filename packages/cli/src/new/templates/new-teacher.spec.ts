import { describeTeacher } from 'alignclip/testing';
import { newTeacher } from './new-teacher';

const captions = ['a red cat', 'a red dog', 'A red cat', 'snow'];

describeTeacher('newTeacher', async () => newTeacher.make({}), { captions });

describe('newTeacher', () => {
  it('is the share of common words', async () => {
    const rows: number[][] = await (await newTeacher.make({}).similarity({ captions })).array();
    expect(rows[0]!.map((value) => Math.round(value * 100) / 100)).toEqual([1, 0.5, 1, 0]);
  });
});
