import { describeTextEncoder } from 'alignclip/testing';
import { newTextEncoder, newTextEncoderTower } from './new-text-encoder';

const tokenizer = { vocabularySize: 20, contextLength: 8 };

describeTextEncoder('new-text-encoder', (scope) => newTextEncoderTower(scope, { embeddingWidth: 6 }, tokenizer));

describe('newTextEncoder', () => {
  it('refuses a width of 0', () => {
    expect(() => newTextEncoder({ embeddingWidth: 0 })).toThrow('option "embeddingWidth" = 0');
  });
});
