import { ClipTokenizer } from './clip-tokenizer';
import { compactVocabulary, isCompact } from './compact-vocabulary';

const full = new ClipTokenizer(8);
const compact = compactVocabulary(full, ['a red cat!', 'a dog']);

describe('compactVocabulary', () => {
  it('keeps ids for the tokens of the texts, padding, unknown, start and end', () => {
    expect(compact.vocabularySize).toBe(5 + 4);
    expect(compact.contextLength).toBe(8);
  });

  it('keeps the order of the full ids, and the end token the largest', () => {
    const texts = ['a dog', 'red cat'];
    const rank = (ids: Int32Array) => Array.from(ids, (id) => [...new Set(ids)].sort((a, b) => a - b).indexOf(id));
    expect(rank(compact.encode(texts).ids)).toEqual(rank(full.encode(texts).ids));
    expect(Math.max(...compact.encode(texts).ids)).toBe(compact.vocabularySize - 1);
  });

  it('gives 0 to padding alone', () => {
    const { columns, ids } = compact.encode(['a red cat!', '!']);
    expect([...ids.subarray(columns)].map((id) => id === 0)).toEqual([false, false, false, true, true, true]);
    expect(ids.subarray(0, columns)).not.toContain(0);
  });

  it('maps every other token to one id', () => {
    const { ids } = compact.encode(['zebra giraffe']);
    expect([...ids]).toEqual([
      compact.vocabularySize - 2,
      compact.vocabularySize - 3,
      compact.vocabularySize - 3,
      compact.vocabularySize - 1,
    ]);
  });

  it("maps each of CLIP's ids to its own", () => {
    const texts = ['a red cat!', 'a red dog zebra'];
    const { ids } = full.encode(texts);
    expect([...ids].map((id) => compact.idOfClipId[id])).toEqual([...compact.encode(texts).ids]);
    expect(isCompact(compact)).toBe(true);
    expect(isCompact(full)).toBe(false);
  });

  it('truncates like the full tokenizer', () => {
    const { columns, ids } = compact.encode(['a '.repeat(20)]);
    expect([columns, ids.at(-1)]).toEqual([8, compact.vocabularySize - 1]);
  });

  it('depends on the set of texts only', () => {
    const other = compactVocabulary(full, ['a dog', 'dog', 'a red cat!']);
    expect(other.encode(['a dog']).ids).toEqual(compact.encode(['a dog']).ids);
  });
});

it('is made once for one list of texts and one context length', () => {
  const texts = ['a red cat', 'a dog'];
  const [one, again] = [8, 8].map((length) => compactVocabulary(new ClipTokenizer(length), texts));
  expect(again!.idOfClipId).toBe(one!.idOfClipId);
  expect(again).not.toBe(one); // each run has a tokenizer of its own
  expect(compactVocabulary(new ClipTokenizer(9), texts).contextLength).toBe(9);
  expect(compactVocabulary(new ClipTokenizer(8), [...texts, 'a zebra']).vocabularySize).toBe(
    compactVocabulary(new ClipTokenizer(8), texts).vocabularySize + 1,
  );
});
