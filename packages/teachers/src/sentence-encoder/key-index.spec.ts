import { sha256 } from '@alignclip/core';
import { KeyIndex } from './key-index';

const keyOf = (text: string) => Buffer.from(sha256(text), 'hex');

describe('KeyIndex', () => {
  it('gives a key another number where that is asked for', () => {
    const index = new KeyIndex();
    const key = Buffer.alloc(32, 7);
    index.add(key, 1);
    index.add(key, 2);
    expect(index.find(key)).toBe(1);
    index.move(key, 3);
    expect([index.find(key), index.size]).toEqual([3, 1]);
  });

  it('finds every number again, and none of what is not there', () => {
    const index = new KeyIndex();
    const count = 20_000;
    for (let i = 0; i < count; i += 1) index.add(keyOf(`in ${i}`), i);
    expect(index.size).toBe(count);
    const wrong = Array.from({ length: count }, (_, i) => i).filter(
      (i) => index.find(keyOf(`in ${i}`)) !== i || index.find(keyOf(`out ${i}`)) !== undefined,
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the first number of a key', () => {
    const index = new KeyIndex();
    index.add(keyOf('a'), 0);
    index.add(keyOf('a'), 7);
    expect([index.size, index.find(keyOf('a'))]).toEqual([1, 0]);
  });

  it('tells keys apart that begin with the same word', () => {
    const index = new KeyIndex();
    const key = (last: number) => Uint8Array.of(0, 0, 3, 255, 0, 0, 0, last);
    for (let i = 0; i < 9; i += 1) index.add(key(i), i);
    expect(Array.from({ length: 10 }, (_, i) => index.find(key(i)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, undefined]);
  });
});
