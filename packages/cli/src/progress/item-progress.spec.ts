import { itemLines } from './item-progress';

describe('itemLines', () => {
  it('tells every few seconds how many items there were, and lines as they come', () => {
    const lines: string[] = [];
    let time = 0;
    const progress = itemLines('train', (line) => lines.push(line), () => time); // prettier-ignore
    for (let count = 1; count <= 7; count += 1, time += 1000) progress.show(count);
    progress.log('a shard', (line) => lines.push(line));
    progress.stop();
    expect(lines).toEqual(['train: 4 so far', 'train: 7 so far', 'a shard']);
  });
});
