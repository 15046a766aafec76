import { duplicateKey } from './duplicate-key';

describe('duplicateKey', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['[{"b":{"a":1,\n"a" : 1}}]', 'a'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a\\"":{"c":0},"b":"\\\\","a\\"":1}', 'a"'],
  ])('finds the name in %s', (text, name) => expect(duplicateKey(text)).toBe(name));

  it.each([
    '{"a":1,"b":{"a":1}}',
    '[{"a":1},{"a":2}]',
    '{"a":"x\\":","b":["c:", "d"]}',
    '{"__proto__":{"a":1}}',
    '"a"',
    '{}',
    '3',
  ])('finds none in %s', (text) => {
    JSON.parse(text);
    expect(duplicateKey(text)).toBeUndefined();
  });
});
