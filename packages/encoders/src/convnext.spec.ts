import { ParameterStore, Scope } from '@alignclip/nn';
import { ConvNext } from './convnext';
import { describeImageEncoder } from './testing';

const options = { imageSize: 16, patchSize: 4, depths: [1, 2], widths: [4, 8], layerScale: 0.5, embeddingWidth: 6 };
const build = (change = {}) =>
  new ConvNext(new Scope(new ParameterStore(0), (path) => path), { ...options, ...change });

describeImageEncoder('convnext', (scope) => new ConvNext(scope, options));
describeImageEncoder('convnext, another ε', (scope) => new ConvNext(scope, { ...options, normEpsilon: 0.1 }));

describe('ConvNext', () => {
  it('has as many parameters as convnext_atto of timm without its classifier', () => {
    const store = new ParameterStore(0);
    const scope = new Scope(store, (path) => path);
    new ConvNext(scope, { projection: 'none', embeddingWidth: 320 });
    const count = [...store.entries()].reduce((sum, [, { size }]) => sum + size, 0);
    expect(count).toBe(3_374_520);
    store.dispose();
  });

  it('refuses stages and images that do not fit', () => {
    expect(() => build({ depths: [1] })).toThrow('"depths" has 1 stages and "widths" 2');
    expect(() => build({ imageSize: 20 })).toThrow('"imageSize" = 20: patches of 4 and 2 stages need a multiple of 8');
  });
});
