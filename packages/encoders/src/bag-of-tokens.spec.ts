import { tf } from '@alignclip/backend';
import { ParameterStore, Scope } from '@alignclip/nn';
import { BagOfTokens } from './bag-of-tokens';
import { describeTextEncoder } from './testing';

const options = { contextLength: 8, vocabularySize: 20, width: 8, embeddingWidth: 6 };

describeTextEncoder('bag-of-tokens', (scope) => new BagOfTokens(scope, options));

describe('BagOfTokens', () => {
  it('does not know the order of words', () => {
    const encoder = new BagOfTokens(new Scope(new ParameterStore(0), (path) => path), options);
    const ids = [
      [18, 3, 4, 19],
      [18, 4, 3, 19],
    ];
    const [a, b] = encoder.embed(tf.tensor2d(ids, [2, 4], 'int32')).arraySync();
    a!.forEach((value, i) => expect(value).toBeCloseTo(b![i]!, 5));
  });
});
