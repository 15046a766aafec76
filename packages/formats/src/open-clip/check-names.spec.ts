import { UserError } from '@alignclip/core';
import { checkNames } from './check-names';

describe('checkNames', () => {
  it('accepts the wanted names in any order', () => {
    expect(() => checkNames('the checkpoint', ['b', 'a'], ['a', 'b'])).not.toThrow();
  });

  it('lists missing names with the nearest one, and unexpected names', () => {
    const check = () => checkNames('the checkpoint', ['ln_finall.bias', 'extra'], ['ln_final.bias', 'proj']);
    expect(check).toThrow(UserError);
    expect(check).toThrow(
      'the checkpoint has no 2 parameters: ln_final.bias (is it "ln_finall.bias"?), proj; ' +
        'it has, beyond this model, 2 parameters: ln_finall.bias, extra',
    );
  });

  it('lists at most twenty', () => {
    const names = Array.from({ length: 23 }, (_, i) => `weight-${i}-of-many`);
    expect(() => checkNames('it', names, [])).toThrow(/has, beyond this model, 23 parameters: .* and 3 more$/);
  });
});
