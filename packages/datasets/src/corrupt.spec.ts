import { CorruptLog } from './corrupt';

const logged = (share: number, parts = 4, total?: number) => {
  const lines: string[] = [];
  return { lines, log: new CorruptLog('data', share, parts, (line) => void lines.push(line), total) };
};
const item = (number: number) => ({ damaged: `a/${number}.jpg`, reason: 'cut' });

describe('CorruptLog', () => {
  it('counts all and names the first five, once for all epochs', () => {
    const { lines, log } = logged(1);
    for (const epoch of [0, 1]) {
      log.begin();
      log.sound(3);
      for (let i = 0; i < 7; i += 1) log.skip(item(10 * epoch + i));
      expect(log.report).toMatchObject({
        items: 10,
        damaged: 7,
        first: [{ damaged: `a/${10 * epoch}.jpg` }, {}, {}, {}, {}],
      });
      expect(() => log.check()).not.toThrow();
    }
    expect(lines).toHaveLength(5);
    expect(lines[0]).toBe('data: skipped a/0.jpg: cut');
  });

  it('stops at the end, in whatever order the items came', () => {
    const order = (corruptFirst: boolean) => {
      const { log } = logged(0.01);
      if (!corruptFirst) log.sound(297);
      for (let i = 0; i < 3; i += 1) log.skip(item(i));
      if (corruptFirst) log.sound(297);
      return log;
    };
    for (const corruptFirst of [true, false]) {
      expect(() => order(corruptFirst).check()).not.toThrow();
      const log = order(corruptFirst);
      log.skip(item(4));
      expect(() => log.check()).toThrow('4 of 301 items are corrupt');
    }
  });

  it('allows exactly the share, as it is written', () => {
    const { log } = logged(0.29); // 0.29 * 100 is 28.999999999999996
    log.sound(71);
    for (let i = 0; i < 29; i += 1) log.skip(item(i));
    expect(() => log.check()).not.toThrow();
  });

  it('stops a reading of known length as soon as the share is surely passed', () => {
    const { log } = logged(0.01, 1, 1000);
    for (let i = 0; i < 10; i += 1) log.skip(item(i));
    log.sound(190);
    expect(() => log.skip(item(10))).toThrow('11 of 201 items are corrupt, more than maxCorruptShare = 0.01:');
  });

  it('stops where the first hundred thousand items are all corrupt', () => {
    const skips = (log: CorruptLog) => {
      for (let i = 0; i < 100_000; i += 1) log.skip(item(i));
    };
    expect(() => skips(logged(0.5).log)).toThrow('100000 of 100000 items are corrupt');
    const { log } = logged(0.5);
    log.sound();
    expect(() => skips(log)).not.toThrow();
  });

  it('stops at once where more than the share of the files of an epoch is lost', () => {
    const end = { damaged: 'b.tar', reason: 'ends early', endsPart: true };
    const { log } = logged(0.2, 4);
    log.sound(1000);
    expect(() => log.skip(end)).toThrow('1 of 4 files are');
    const many = logged(0.01, 100).log;
    for (const epoch of [0, 1, 2]) {
      many.begin(epoch);
      expect(() => many.skip(end)).not.toThrow();
    }
    expect(() => many.skip(end)).toThrow('2 of 100 files are');
  });
});
