import { aligned, fitLine, listLines, showLines } from './lines';
import { madeRecord } from '../testing/made-record';

describe('aligned', () => {
  it('aligns columns, left or right', () => {
    expect(
      aligned(
        [
          ['a', '1', 'x'],
          ['bbb', '22', ''],
        ],
        [1],
      ),
    ).toEqual(['a     1  x', 'bbb  22']);
  });
  it('takes no rows', () => expect(aligned([])).toEqual([]));
});

describe('fitLine', () => {
  const fit = { type: 'centring', fitOn: 'train', examples: 1, transductive: false };
  it.each([
    [fit, 'centring: fitted on 1 example of split "train"'],
    [{ ...fit, transductive: true }, 'centring: fitted on 1 example of split "train"; transductive'],
    [{ ...fit, scoredOn: ['train'] }, 'centring: fitted on 1 example of split "train"; fitted on what is scored'],
    [{ ...fit, note: 'changes nothing' }, 'centring: fitted on 1 example of split "train"; changes nothing'],
  ])('says how a map was fitted: %j', (given, line) => expect(fitLine(given)).toBe(line));

  it('stands in what is shown of a run', () => {
    const maps = [{ ...fit, scoredOn: ['test'] }];
    expect(showLines({ ...madeRecord('centred', 0, 0.1), maps })).toContain(`  ${fitLine(fit)}`);
  });
});

describe('listLines', () => {
  it('names the fold of the data beside the seed', () => {
    const run = {
      ...{ variant: 'CLIP', seed: 3, profile: 'quick', key: 'abc', state: 'finished' as const },
      ...{ seconds: 3, steps: undefined, bytes: 1000 },
    };
    const [, , plain, folded] = listLines({ name: 'tiny', runs: [run, { ...run, fold: 1 }], problems: [] });
    expect(plain).toMatch(/^ {2}CLIP +3 {2}quick/);
    expect(folded).toMatch(/^ {2}CLIP +3, fold 1 {2}quick/);
  });
});
