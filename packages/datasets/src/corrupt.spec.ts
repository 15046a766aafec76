import { CorruptLog } from './corrupt';

const logged = (share: number, parts = 4) => {
  const lines: string[] = [];
  return { lines, log: new CorruptLog('data', share, parts, (line) => void lines.push(line)) };
};

describe('CorruptLog', () => {
  it('counts all and names the first five', () => {
    const { lines, log } = logged(1);
    log.sound(3);
    for (let i = 0; i < 7; i += 1) log.skip({ damaged: `a/${i}.jpg`, reason: 'cut' });
    expect(log.report).toMatchObject({ items: 10, damaged: 7 });
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe('data: skipped a/0.jpg: cut');
    expect(() => log.check()).not.toThrow();
  });

  it('stops a long reading as soon as the share is passed, a short one at its end', () => {
    const { log } = logged(0.01);
    log.sound(297);
    for (let i = 0; i < 3; i += 1) log.skip({ damaged: 'x', reason: 'cut' });
    expect(() => log.skip({ damaged: 'x', reason: 'cut' })).toThrow('4 of 301 items are corrupt');
    const short = logged(0.01).log;
    short.skip({ damaged: 'x', reason: 'cut' });
    expect(() => short.check()).toThrow('1 of 1 items are corrupt');
  });

  it('stops at once where more than the share of the files is lost', () => {
    const { log } = logged(0.2, 4);
    log.sound(1000);
    expect(() => log.skip({ damaged: 'b.tar', reason: 'ends early', endsPart: true })).toThrow('1 of 4 files are');
  });
});
