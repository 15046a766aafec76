import { UserError } from '@alignclip/core';
import { float32Tensor, type StoredTensor } from '../stored-tensor';
import type { TorchValue } from '../torch/read-torch-checkpoint';
import { weightsInCheckpoint } from '../torch/weights-in-checkpoint';
import { bareNames } from './bare-names';
import { chooseWeights } from './choose-weights';

const one = (value: number): StoredTensor => float32Tensor([1], Float32Array.of(value));
const named = (value: number, ...names: string[]) => new Map(names.map((name) => [name, one(value)]));

/** A dict of PyTorch with tensors. */
const dict = (value: number, ...names: string[]): Map<string, TorchValue> =>
  new Map(
    names.map((name): [string, TorchValue] => [name, { made: 'torch.tensor', tensor: one(value) } as TorchValue]),
  );

const flat = (tensors: ReadonlyMap<string, StoredTensor>, wish?: string) =>
  chooseWeights([{ keys: [], tensors }], wish);
const torch = (checkpoint: TorchValue, wish?: string) => chooseWeights(weightsInCheckpoint(checkpoint), wish);
const names = ['visual.proj', 'logit_scale'];

describe('chooseWeights', () => {
  it('leaves bare names alone and says nothing', () => {
    expect(flat(named(1, ...names))).toEqual({ tensors: named(1, ...names), keys: [], taken: undefined });
  });

  it.each([
    [['module.'], 'took the weights without module.'],
    [['_orig_mod.', 'module.', 'model.'], 'took the weights without _orig_mod.module.model.'],
    [['state_dict.', 'model.'], 'took the weights without state_dict.model.'],
  ])('removes %p', (prefixes, said) => {
    const wrapped = named(1, ...names.map((name) => `${prefixes.join('')}${name}`));
    expect(flat(wrapped)).toMatchObject({ tensors: named(1, ...names), taken: said });
  });

  it('removes what compilers put inside of names', () => {
    const inside = named(1, 'visual.blocks.0._orig_mod.w', 'visual.blocks.1._checkpoint_wrapped_module.w', 'text.w');
    expect([...flat(inside).tensors.keys()]).toEqual(['visual.blocks.0.w', 'visual.blocks.1.w', 'text.w']);
    expect(flat(inside).taken).toBe('took the weights without _orig_mod. and _checkpoint_wrapped_module.');
  });

  it('finds the dict in any nesting', () => {
    const inner = dict(1, ...names.map((name) => `module.${name}`));
    const { tensors, keys, taken } = torch(new Map<string, TorchValue>([['state_dict', new Map([['model', inner]])]]));
    expect(tensors).toEqual(named(1, ...names));
    expect(keys).toEqual(['state_dict', 'model']);
    expect(taken).toBe('took the weights under state_dict.model, without module.');
  });

  it('takes the model before its moving average, says so, and takes the average on request', () => {
    const checkpoint = new Map<string, TorchValue>([
      ['model_ema', dict(2, ...names.map((name) => `module.${name}`))],
      ['state_dict', dict(1, ...names)],
      ['epoch', 3],
    ]);
    expect(torch(checkpoint)).toMatchObject({
      tensors: named(1, ...names),
      taken: 'took the weights under state_dict; for those under model_ema.module: --weights ema',
    });
    expect(torch(checkpoint, 'ema')).toMatchObject({
      tensors: named(2, ...names),
      taken: 'took the weights under model_ema, without module.; for those under state_dict: --weights state_dict',
    });
    expect(torch(checkpoint, 'state_dict').tensors).toEqual(named(1, ...names));
    expect(torch(new Map([['ema', dict(2, ...names)]])).taken).toBe('took the weights under ema');
  });

  it('tells model and average apart by the names in one file, too', () => {
    const both = new Map([
      ...named(2, ...names.map((name) => `model_ema.${name}`)),
      ...named(1, ...names.map((name) => `model.${name}`)),
      ...named(0, 'n_averaged'),
    ]);
    const { tensors, taken } = flat(both);
    expect(tensors).toEqual(new Map([...named(1, ...names), ...named(0, 'n_averaged')]));
    expect(taken).toBe('took the weights without model.; for those under model_ema: --weights ema');
    expect(flat(both, 'ema').tensors).toEqual(named(2, ...names));
  });

  it('takes names of several prefixes together where none is there twice', () => {
    const mixed = new Map([...named(1, 'model.visual.proj', 'model.text.w'), ...named(2, 'logit_scale')]);
    expect([...flat(mixed).tensors.keys()]).toEqual(['visual.proj', 'text.w', 'logit_scale']);
  });

  it('refuses what it can not decide, and names that are not there', () => {
    const twice = new Map([...named(1, 'a', 'b', 'c'), ...named(2, 'module.a')]);
    expect(() => flat(twice)).toThrow('two parameters for "a": "a" and "module.a"');
    const missing = () => torch(new Map([['state_dict', dict(1, ...names)]]), 'ema');
    expect(missing).toThrow(UserError);
    expect(missing).toThrow(/unknown weights "ema".*state_dict/);
    expect(() => torch(new Map([['epoch', 3]]))).toThrow(/no "state_dict" with tensors; it holds: epoch/);
  });

  it('ends for a dict that holds itself', () => {
    const checkpoint = new Map<string, TorchValue>(dict(1, ...names));
    for (const key of ['model', 'state_dict', 'ema', 'module']) checkpoint.set(key, checkpoint);
    expect(torch(checkpoint).tensors.size).toBe(2);
  });
});

describe('bareNames', () => {
  it('looks at the words before the dots, whatever their length', () => {
    const long = `${'ema_'.repeat(100_000)}.w`;
    expect(bareNames(named(1, long, 'module', 'ema', 'modules.w'))).toMatchObject([
      { prefixes: [], tensors: named(1, long, 'module', 'ema', 'modules.w') },
    ]);
  });
});
