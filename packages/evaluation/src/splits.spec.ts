import { checkSplits } from './splits';

const data = { name: 'toy', splits: ['train', 'val', 'test'] };

describe('checkSplits', () => {
  it('accepts what the data set has', () => expect(() => checkSplits(data, ['test', 'val'])).not.toThrow());

  it('names data set, split and near miss', () => {
    expect(() => checkSplits(data, ['test', 'vla'])).toThrow(
      'unknown split of toy: "vla"; did you mean "val"? Known: test, train, val',
    );
  });
});
