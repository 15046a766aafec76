import { sha256 } from '@alignclip/core';
import { BytePairEncoding } from './byte-pair-encoding';

const encoding = new BytePairEncoding(['<start_of_text>', '<end_of_text>']);

describe('BytePairEncoding', () => {
  it("has CLIP's 48,894 merges", () => {
    expect(encoding.merges).toHaveLength(48_894);
    expect(sha256(encoding.merges.join('\n'))).toBe('f61f2adf497e6f5357c347aeb4646fabe82f341e946de5bdec5d2858e41bef4a');
    expect(encoding.vocabulary).toHaveLength(49_408);
    expect(new Set(encoding.vocabulary).size).toBe(49_408);
  });

  it('merges the oldest pairs first', () => {
    expect(encoding.encodeWord('photo')).toEqual([1125]);
    expect(encoding.encodeWord('z')).toEqual([345]);
    expect(encoding.encodeWord('</w>')).toEqual([27, 14, 86, 285]);
  });

  it('gives special words their ids', () => expect(encoding.encodeWord('<end_of_text>')).toEqual([49_407]));

  it('decodes what it encoded', () => {
    const words = ['naïve', '猫', '😀', '!!', '\ufeff'];
    expect(encoding.decode(words.flatMap((word) => encoding.encodeWord(word)))).toBe(
      words.map((w) => `${w} `).join(''),
    );
  });

  it('decodes halves of a character to U+FFFD', () => {
    expect(encoding.decode(encoding.encodeWord('猫').slice(0, 1))).toBe('\ufffd');
  });
});
