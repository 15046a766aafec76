import { selectBackend } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import { freeze } from './freeze';
import { ones } from './initialisation-scheme';
import { countParameters } from './parameter-counts';
import { ParameterStore } from './parameter-store';

beforeAll(() => selectBackend());

function filled() {
  const store = new ParameterStore(0);
  for (const block of [0, 1, 2, 10]) store.parameter(`shared/blocks/${block}/mlp/input/kernel`, [2, 3], ones);
  store.parameter('text/positions', [4, 2], ones);
  store.parameter('image/class-token', [2], ones);
  store.parameter('logit-scale', [], ones);
  return store;
}
const trained = (store: ParameterStore) => store.trained().map(([address]) => address);

describe('freeze', () => {
  it('leaves out what the globs name, ranges of blocks among them', () => {
    const store = filled();
    freeze(store, ['text/**', 'shared/blocks/{0..1}/**']);
    expect(trained(store)).toEqual([
      'shared/blocks/2/mlp/input/kernel',
      'shared/blocks/10/mlp/input/kernel',
      'image/class-token',
      'logit-scale',
    ]);
    expect(store.addresses).toHaveLength(7);
  });

  it('takes an address as it stands, and one that two globs name', () => {
    const store = filled();
    freeze(store, ['logit-scale', '**/positions', 'text/*']);
    expect(trained(store)).not.toContain('logit-scale');
    expect(trained(store)).toHaveLength(5);
  });

  it('names the nearest folder where a glob matches nothing', () => {
    expect(() => freeze(filled(), ['txt/**'])).toThrow(UserError);
    expect(() => freeze(filled(), ['txt/**'])).toThrow('matches "txt/**"; did you mean "text/**"');
    expect(() => freeze(filled(), ['shared/block/**'])).toThrow('"shared/blocks/**"');
    expect(() => freeze(filled(), ['x'])).toThrow('Addresses start with shared, text, image, logit-scale');
  });

  it('leaves something to train', () => {
    expect(() => freeze(filled(), ['**'])).toThrow('freeze: ** leaves nothing to train');
  });
});

describe('countParameters', () => {
  it('counts frozen values apart, in their tower as well', () => {
    const store = filled();
    expect(countParameters(store)).toEqual({ total: 35, shared: 24, text: 8, image: 2 });
    freeze(store, ['text/**', 'shared/blocks/2/**']);
    expect(countParameters(store)).toEqual({ total: 35, shared: 24, text: 8, image: 2, frozen: 14 });
  });
});
