import { renderTerminal } from '../rendering/render-terminal';
import { scoreTable } from '../score-table';
import { madeRecord, madeRecords } from '../testing/made-records';

const column = { title: 'top-1', score: 'acc', percent: true, better: 'higher' as const };
const table = (published: { measure: 'zero-shot/top-1' | 'alignment-score' | 'sts/spearman'; data: never }) =>
  scoreTable.make({ title: 'T', columns: [{ ...column, published }] });
const records = [...madeRecords('CLIP', 'acc', [0.3, 0.32]), ...madeRecords('CLIP + IMSep', 'acc', [0.4, 0.4])];

describe('withPublished', () => {
  it('puts the paper’s value and the difference after ours', () => {
    const { columns, rows, notes } = table({ measure: 'zero-shot/top-1', data: 'CIFAR-100' as never }).render(records);
    expect(columns.map(({ title }) => title)).toEqual(['top-1', 'paper, top-1', 'ours − paper']);
    expect(rows[0]!.cells.map((cell) => cell?.mean)).toEqual([0.31, 0.281, expect.closeTo(0.029, 9)]);
    expect(rows[1]!.cells.slice(1)).toEqual([undefined, undefined]);
    expect(notes.at(-1)).toMatch(/ViT-B\/16.*other data and another scale.*top-1 next to the paper’s CIFAR-100\.$/);
  });

  it('shows where a value is not available, and no difference where none is', () => {
    const model = table({ measure: 'sts/spearman', data: 'STS-B' as never }).render(records);
    expect(model.columns.map(({ title }) => title)).toEqual(['top-1', 'paper, top-1']);
    expect(renderTerminal(model).match(/not available/g)).toHaveLength(2);
  });

  it('compares with the nearer end of a range', () => {
    const data = 'CC3M, MSCOCO, ImageNet-1K, CIFAR-100, CIFAR-10' as never;
    const ours = [0.3, 0.4, 0.5].map((acc, i) => madeRecord(['CLIP', 'SharedCLIP', 'AlignCLIP'][i]!, 0, { acc }));
    const { rows } = table({ measure: 'alignment-score', data }).render(ours);
    expect(rows.map(({ cells }) => cells[2]?.mean)).toEqual([-0.08, -0.14, -0.12].map((d) => expect.closeTo(d, 9)));
    const inside = table({ measure: 'alignment-score', data }).render(madeRecords('CLIP', 'acc', [0.4]));
    expect(inside.rows[0]!.cells.map((cell) => cell?.mean)).toEqual([0.4, 0.425, 0]);
  });

  it('marks the best of our column only, whatever the paper says', () => {
    const { rows } = table({ measure: 'zero-shot/top-1', data: 'CIFAR-10' as never }).render(records);
    expect(rows.map(({ cells }) => cells.map((cell) => cell?.best === true))).toEqual([
      [false, false, false],
      [true, false, false],
    ]);
  });

  it('knows the paper’s data by name', () => {
    expect(() => table({ measure: 'alignment-score', data: 'MSCOC' as never })).toThrow('MSCOC');
  });
});
