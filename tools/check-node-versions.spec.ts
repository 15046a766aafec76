import { tableOf } from './check-node-versions';

const tried = (version: string, smoke: boolean, scores: string) => ({
  version,
  steps: { 'set-up': true, smoke },
  scores,
});

describe('the table of Nodes that were tried', () => {
  it('has a row for each, and says that their scores agree', () => {
    expect(tableOf([tried('20.1.0', true, 'a'), tried('22.2.0', true, 'a')]).split('\n')).toEqual([
      '| Node | set-up | smoke |',
      '| --- | --- | --- |',
      '| 20.1.0 | ok | ok |',
      '| 22.2.0 | ok | ok |',
      '',
      'The scores of the smoke run are the same to the bit under all of them.',
    ]);
  });

  it.each([
    ['differ', 'b'],
    ['are missing', ''],
  ])('says where scores %s', (_, scores) => {
    const table = tableOf([tried('20.1.0', true, 'a'), tried('22.2.0', false, scores)]);
    expect(table).toContain('| 22.2.0 | ok | FAILED |');
    expect(table).toContain('not the same under');
  });
});
