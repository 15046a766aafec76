import { UserError } from '@alignclip/core';

import { float32Tensor } from '../stored-tensor';
import { madeForm, madeStateDict } from '../testing/made-state-dict';
import { formByAddress, isAddressed, parametersOf } from './addressed-model';
import { fromOpenClip } from './from-open-clip';

const imported = (kind: 'clip' | 'sharedclip') => fromOpenClip(madeStateDict(kind)).parameters;
const asCheckpoint = new Map([
  ...[...imported('clip')].map(([address, tensor]) => [`parameters/${address}`, tensor] as const),
  ['parameters/losses/sigmoid/bias', float32Tensor([], new Float32Array(1))] as const,
  ['optimizer/m/logit-scale', float32Tensor([], new Float32Array(1))] as const,
]);

describe('isAddressed', () => {
  it('distinguishes our names from those of a state dict', () => {
    expect([imported('clip'), asCheckpoint, madeStateDict('clip')].map((one) => isAddressed(one.keys()))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('parametersOf', () => {
  it("takes the weights of a run's checkpoint, and every tensor of another file", () => {
    expect(parametersOf(asCheckpoint)).toEqual(imported('clip'));
    expect(parametersOf(imported('clip'))).toEqual(imported('clip'));
  });
});

describe('formByAddress', () => {
  it.each(['clip', 'sharedclip'] as const)('reads the form of a %s', (kind) => {
    expect(formByAddress(imported(kind))).toEqual(madeForm(kind));
  });

  const bias = float32Tensor([5], new Float32Array(5));
  it.each([
    ['a missing address', 'text/post-norm/bias', undefined, /no 1 parameters: text\/post-norm\/bias/],
    ['a missing landmark', 'text/positions', undefined, /no parameter "text\/positions"/],
    ['an address beyond', 'losses/sigmoid/bias', bias, /beyond this model, 1 parameters: losses\/sigmoid\/bias/],
    [
      'another shape',
      'text/post-norm/bias',
      bias,
      /"text\/post-norm\/bias" has shape \[5\], the other parameters need \[6\]/,
    ],
    ['another rank', 'image/projection', bias, /"image\/projection" has shape \[5\]/],
    ['a grid that is no square', 'image/positions', float32Tensor([9, 4], new Float32Array(36)), /9 rows/],
  ])('refuses %s', (_what, address, tensor, message) => {
    const parameters = imported('clip');
    if (tensor === undefined) parameters.delete(address);
    else parameters.set(address, tensor);
    expect(() => formByAddress(parameters)).toThrow(UserError);
    expect(() => formByAddress(parameters)).toThrow(message);
  });
});
