import { describeHead } from 'alignclip/testing';
import { newHead, newHeadOn } from './new-head';

describeHead('new-head', (sides) => newHeadOn(sides, { embeddingWidth: 6 }));

describe('newHead', () => {
  it('refuses a width of 0', () => {
    expect(() => newHead({ embeddingWidth: 0 })).toThrow('option "embeddingWidth" = 0');
  });
});
