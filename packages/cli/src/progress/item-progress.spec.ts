import { printed } from '../testing/run-bin';
import { itemLines, preparationProgress } from './item-progress';

describe('itemLines', () => {
  it('writes the number of items every few seconds, and log lines at once', () => {
    const lines: string[] = [];
    let time = 0;
    const write = (line: string) => lines.push(line);
    const progress = itemLines('train', write, () => time);
    for (let count = 1; count <= 7; count += 1, time += 1000) progress.show(count);
    progress.log('a shard', write);
    progress.stop();
    expect(lines).toEqual(['train: 4 so far', 'train: 7 so far', 'a shard']);
  });
});

describe('preparationProgress', () => {
  it('writes a line at the end of each preparation if stdout is not a terminal', async () => {
    const lines = await printed(() => {
      const { report, stop } = preparationProgress();
      for (const done of [1, 2, 3]) report('captions embedded', done, 3);
      report('images drawn', 1, 2);
      stop();
    });
    expect(lines).toEqual(['captions embedded: 3 ready']);
  });
});
