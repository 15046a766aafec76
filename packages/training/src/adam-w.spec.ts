import { selectBackend, tf } from '@alignclip/backend';
import { constant, ParameterStore } from '@alignclip/nn';
import { adamW } from './adam-w';

beforeAll(() => selectBackend());

/** Kernel and positions, both 1 in [2, 2], after one step without gradient to speak of: what is left is the decay. */
function decayed(options: Parameters<typeof adamW.make>[0], rate = 0.5): { kernel: number; positions: number } {
  const store = new ParameterStore(0);
  const optimizer = adamW.make(options, store);
  const addresses = { kernel: 'text/blocks/0/mlp/input/kernel', positions: 'text/positions' };
  for (const address of Object.values(addresses)) store.parameter(address, [2, 2], constant(1));
  const zero = () => tf.zeros([2, 2]);
  tf.tidy(() => optimizer.apply({ [addresses.kernel]: zero(), [addresses.positions]: zero() }, rate));
  const value = (address: string) => store.get(address)!.dataSync()[0]!;
  return { kernel: value(addresses.kernel), positions: value(addresses.positions) };
}

describe('adamW', () => {
  it('has the settings of the paper', () => {
    expect(adamW().options).toEqual({
      beta1: 0.9,
      beta2: 0.98,
      epsilon: 1e-6,
      weightDecay: 0.1,
      noDecay: [],
      layerDecay: 1,
    });
  });

  it('decays matrices, positions among them, by rate times weight decay', () => {
    const { kernel, positions } = decayed({});
    expect(kernel).toBeCloseTo(1 - 0.5 * 0.1, 6);
    expect(positions).toBeCloseTo(1 - 0.5 * 0.1, 6);
  });

  it('spares the addresses that a glob of `noDecay` names', () => {
    const { kernel, positions } = decayed({ noDecay: ['**/positions'], weightDecay: 0.2 });
    expect(kernel).toBeCloseTo(1 - 0.5 * 0.2, 6);
    expect(positions).toBe(1);
  });

  it('names a misspelt option and a value out of range', () => {
    // @ts-expect-error -- misspelt
    expect(() => adamW({ weightdecay: 0 })).toThrow('did you mean "weightDecay"');
    expect(() => adamW({ beta2: 1 })).toThrow('option "beta2" = 1');
  });
});
