import { UserError } from '@alignclip/core';
import { itWhere } from '@alignclip/core/testing';

import { readSafetensors } from '../safetensors/read';
import { float32Tensor, type StoredTensor } from '../stored-tensor';
import { encodeBytes } from '../tensor-bytes';
import { goldenFile, hasGoldenFile } from '../testing/golden';
import { madeForm, madeStateDict } from '../testing/made-state-dict';
import { fromOpenClip, toAddresses } from './from-open-clip';
import type { StateDict } from './naming';
import { toOpenClip } from './to-open-clip';

const kinds = ['clip', 'sharedclip'] as const;

const same = (a: StoredTensor, b: StoredTensor | undefined) =>
  b !== undefined && a.shape.join() === b.shape.join() && Buffer.from(encodeBytes(a)).equals(encodeBytes(b));

const without = (stateDict: StateDict, name: string) => new Map([...stateDict].filter(([one]) => one !== name));
const changed = (stateDict: StateDict, name: string, shape: number[]) =>
  new Map(stateDict).set(name, float32Tensor(shape, new Float32Array(shape.reduce((a, b) => a * b, 1))));

const withValues = (stateDict: StateDict, name: string, change: (data: Float32Array) => Float32Array) => {
  const { shape, data } = stateDict.get(name)!;
  return new Map(stateDict).set(name, float32Tensor(shape, change(Float32Array.from(data as Float32Array))));
};

describe('fromOpenClip', () => {
  it.each(kinds)('reads the form of a %s', (kind) => {
    const { form, unused } = fromOpenClip(madeStateDict(kind));
    expect({ form, unused }).toEqual({ form: madeForm(kind), unused: [] });
  });

  it('converts each parameter to our layout', () => {
    const stateDict = madeStateDict('clip');
    const { parameters } = fromOpenClip(stateDict);
    const at = (address: string, ...index: [number, number]) => {
      const { shape, data } = parameters.get(address)!;
      return data[index[0] * (shape[1] ?? 1) + index[1]];
    };
    const official = (name: string) => stateDict.get(name)!.data;
    // W[out = 5, in = 1] of [12, 4]; conv[width = 3, channel = 2, row = 1, column = 0] of [4, 3, 2, 2]
    expect(at('image/blocks/1/attention/qkv/kernel', 1, 5)).toBe(
      official('visual.transformer.resblocks.1.attn.in_proj_weight')[5 * 4 + 1],
    );
    expect(at('image/patch-embedding/kernel', (1 * 2 + 0) * 3 + 2, 3)).toBe(
      official('visual.conv1.weight')[((3 * 3 + 2) * 2 + 1) * 2 + 0],
    );
    expect(at('text/projection', 4, 2)).toBe(official('text_projection')[4 * 3 + 2]);
    expect(parameters.get('text/blocks/2/mlp/input/kernel')?.shape).toEqual([6, 24]);
    expect(parameters.get('logit-scale')?.shape).toEqual([]);
  });

  it('keeps parameters that SharedCLIP shares once', () => {
    const addresses = [...fromOpenClip(madeStateDict('sharedclip')).parameters.keys()];
    expect(addresses).toContain('shared/blocks/1/mlp/output/bias');
    expect(addresses.filter((address) => /projection|post-norm/.test(address))).toEqual([
      'shared/post-norm/scale',
      'shared/post-norm/bias',
      'shared/projection',
    ]);
  });

  it('reads wrapped names, half precision, a [1] logit scale and the unused projection', () => {
    const half = (tensor: StoredTensor) => ({ ...tensor, dtype: 'F16' }) as StoredTensor;
    const wrapped = new Map(
      [...madeStateDict('sharedclip')].map(([name, tensor]) => [`module._orig_mod.${name}`, half(tensor)]),
    );
    wrapped.set('module._orig_mod.logit_scale', float32Tensor([1], new Float32Array([2])));
    wrapped.set('module._orig_mod.text.text_projection', float32Tensor([4, 3], new Float32Array(12)));
    const { parameters, unused } = fromOpenClip(wrapped);
    expect(unused).toEqual(['text.text_projection']);
    expect(parameters.get('logit-scale')).toEqual(float32Tensor([], new Float32Array([2])));
    expect(parameters.get('image/class-token')?.dtype).toBe('F32');
  });

  it('reads a CustomTextCLIP as a CLIP', () => {
    const renamed = new Map(
      [...madeStateDict('clip')].map(([name, tensor]) => [/^visual|logit/.test(name) ? name : `text.${name}`, tensor]),
    );
    expect(fromOpenClip(renamed).parameters).toEqual(fromOpenClip(madeStateDict('clip')).parameters);
  });

  const clip = madeStateDict('clip');
  const shared = madeStateDict('sharedclip');
  it.each<[string, StateDict, RegExp]>([
    ['a missing name', without(clip, 'ln_final.bias'), /has no 1 parameters: ln_final\.bias/],
    ['a missing landmark', without(clip, 'visual.conv1.weight'), /no parameter "visual\.conv1\.weight"/],
    [
      'an unexpected name',
      changed(clip, 'visual.transformer.resblocks.0.ls_1.gamma', [4]),
      /beyond this model.*ls_1\.gamma/,
    ],
    [
      'a block out of line',
      changed(clip, 'transformer.resblocks.9.ln_1.weight', [6]),
      /has no 12 parameters: transformer\.resblocks\.3/,
    ],
    ['another shape', changed(clip, 'ln_final.weight', [5]), /"ln_final\.weight" has shape \[5\].*\[6\]/],
    ['another rank', changed(clip, 'visual.conv1.weight', [4, 3]), /"visual\.conv1\.weight" has shape \[4, 3\]/],
    ['positions that are no square', changed(clip, 'visual.positional_embedding', [9, 4]), /9 rows/],
    [
      'towers of other widths that share',
      changed(shared, 'text.token_embedding.weight', [7, 5]),
      /"text\.token_embedding\.weight"/,
    ],
    [
      'two names for one',
      new Map(clip).set('module.logit_scale', clip.get('logit_scale')!),
      /two parameters for "logit_scale"/,
    ],
    [
      'a ResNet among a vision transformer',
      changed(clip, 'visual.layer1.0.conv1.weight', [4, 4, 1, 1]),
      /beyond this model, 1 parameters: visual\.layer1\.0\.conv1\.weight/,
    ],
    ['another model', new Map([['fc.weight', clip.get('logit_scale')!]]), /neither a CLIP.*fc\.weight/],
    ['nothing', new Map(), /neither a CLIP.*none/],
    [
      'NaN',
      withValues(clip, 'visual.proj', (data) => data.fill(NaN, 5, 7)),
      /"visual\.proj" holds NaN at 5 of 12 numbers \(2 of them are not finite\)/,
    ],
    [
      'infinity',
      withValues(clip, 'ln_final.bias', (data) => data.fill(-Infinity, 0, 1)),
      /"ln_final\.bias" holds -Infinity/,
    ],
    [
      '1/τ as logit scale',
      withValues(clip, 'logit_scale', (data) => data.fill(100)),
      /"logit_scale" is 100, but it holds ln\(1\/τ\).*if 100 is 1\/τ, store ln 100 = 4\.6052/,
    ],
    ['1/.07 as logit scale', withValues(clip, 'logit_scale', (data) => data.fill(1 / 0.07)), /14\.2857.*2\.6593/],
  ])('refuses %s', (_what, stateDict, message) => {
    expect(() => fromOpenClip(stateDict)).toThrow(UserError);
    expect(() => fromOpenClip(stateDict)).toThrow(message);
  });
});

describe('toAddresses', () => {
  it('converts the given tensors and leaves out others', () => {
    const { table } = fromOpenClip(madeStateDict('clip'));
    const moments = new Map([
      ['visual.proj', float32Tensor([4, 3], new Float32Array(12))],
      ['other', float32Tensor([], new Float32Array(1))],
    ]);
    expect([...toAddresses(moments, table).keys()]).toEqual(['image/projection']);
  });
});

describe.each(kinds)('golden models of kind %s', (kind) => {
  const name = `model-${kind}.safetensors`;

  itWhere(hasGoldenFile(name), `the golden set has no ${name}`, 'import and export unchanged', async () => {
    const { tensors } = await readSafetensors(goldenFile(name));
    const cases = new Map<string, Map<string, StoredTensor>>();
    for (const [name, tensor] of tensors) {
      const [one = '', what, ...official] = name.split('/');
      if (what === 'param')
        cases.set(one, (cases.get(one) ?? new Map<string, StoredTensor>()).set(official.join('/'), tensor));
    }
    for (const stateDict of cases.values()) {
      const { parameters, form } = fromOpenClip(stateDict);
      expect(form.kind).toBe(kind);
      for (const [name, tensor] of toOpenClip(parameters, kind)) {
        if (name !== 'text.text_projection') expect(same(tensor, stateDict.get(name))).toBe(true);
      }
    }
    expect(cases.size).toBeGreaterThan(0);
  });
});
