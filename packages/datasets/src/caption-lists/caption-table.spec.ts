import { CaptionTable, type ListedImage } from './caption-table';

const filled = (rows: readonly (readonly [image: string, ...captions: string[]])[]) => {
  const table = new CaptionTable();
  rows.forEach(([image, ...captions], i) => table.add({ image, captions, where: `row ${i}` }));
  return table;
};
const all = (table: CaptionTable) => Array.from({ length: table.length }, (_, i) => table.at(i));

describe('CaptionTable', () => {
  it('keeps images in the order of their first rows, with captions in the order of rows', () => {
    const table = filled([
      ['a', '1'],
      ['a', ' 2 '],
      ['b', '3'],
      ['a', '4'],
      ['c', '5', '6'],
      ['b', '7'],
      ['a', '8'],
    ]);
    expect(all(table)).toEqual([
      { image: 'a', captions: ['1', '2', '4', '8'] },
      { image: 'b', captions: ['3', '7'] },
      { image: 'c', captions: ['5', '6'] },
    ]);
  });

  it('needs memory for each caption once, in whatever order the rows are', () => {
    const before = process.memoryUsage().arrayBuffers;
    const table = filled(Array.from({ length: 20_000 }, (_, i) => [`image ${i % 3}`, `caption ${i}`]));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20e6);
    const { captions } = table.at(1) as ListedImage;
    expect([captions.length, captions[1], captions.at(-1)]).toEqual([6667, 'caption 4', 'caption 19999']);
  });

  it('counts captions beyond ten thousand of an image as corrupt', () => {
    const rows = Array.from({ length: 10_001 }, (_, i) => ['a', `${i}`] as const);
    expect(filled(rows).at(1)).toEqual({ damaged: 'row 10000', reason: 'its image has more than 10000 captions' });
    expect(filled([...rows.slice(1), ['b', '1'], ['a', '2']]).at(2)).toMatchObject({ damaged: 'row 10001' });
  });

  it('refuses a list in which most of a million rows are corrupt', () => {
    const table = new CaptionTable();
    const skip = () => {
      for (let i = 0; i <= 2 ** 20; i += 1) table.skip({ damaged: `row ${i}`, reason: 'x' });
    };
    expect(skip).toThrow("1048577 rows or entries can't be used, the last one is row 1048576: x");
  });
});
