import { ParameterStore, Scope } from '@alignclip/nn';
import { ConvNet, convNet } from './conv-net';
import { describeImageEncoder } from './testing';

const options = { imageSize: 8, widths: [4, 8], embeddingWidth: 6 };
const build = (change = {}) => new ConvNet(new Scope(new ParameterStore(0), (path) => path), { ...options, ...change });

describeImageEncoder('conv-net', (scope) => new ConvNet(scope, options));
describeImageEncoder('conv-net of one stage', (scope) => new ConvNet(scope, { ...options, widths: [6] }));

describe('convNet', () => {
  it('refuses images that its stages cannot halve', () => {
    expect(() => build({ imageSize: 10 })).toThrow('"imageSize" = 10: 2 stages halve it, so use a multiple of 4');
  });

  it('names the nearest option of a misspelt one', () => {
    // @ts-expect-error -- misspelt
    expect(() => convNet({ width: [4] })).toThrow('did you mean "widths"');
  });
});
