import { UserError } from '@alignclip/core';
import { parseSettings } from './parse-settings';

describe('parseSettings', () => {
  it('reads values as JSON, and as words where they are none', () => {
    expect(
      parseSettings([
        'trainer.steps=500',
        'losses.x.form=paper',
        'a.b=true',
        'sharing={"type":"shared"}',
        'c=a=b',
        'd=',
      ]),
    ).toEqual({
      'trainer.steps': 500,
      'losses.x.form': 'paper',
      'a.b': true,
      sharing: { type: 'shared' },
      c: 'a=b',
      d: '',
    });
    expect(parseSettings()).toEqual({});
  });

  it.each(['trainer.steps', '=5', ''])('refuses %p, naming the form', (text) => {
    expect(() => parseSettings([text])).toThrow(`--set ${text}: write path=value, as trainer.steps=500`);
    expect(() => parseSettings([text])).toThrow(UserError);
  });

  it('refuses a path that is given twice', () => {
    expect(() => parseSettings(['a=1', 'b=1', 'a=2'])).toThrow('--set a: given twice');
  });
});
