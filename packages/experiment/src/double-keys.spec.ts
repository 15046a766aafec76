import { hasDoubleKeys } from './double-keys';

const check = (text: string) => hasDoubleKeys(text, JSON.parse(text));

describe('hasDoubleKeys', () => {
  it.each(['{"a":1,"a":2}', '[{"b":{"a":1,\n"a" : 1}}]', '{"a":1,"\\u0061":2}'])('finds them in %s', (text) =>
    expect(check(text)).toBe(true),
  );

  it.each(['{"a":1,"b":{"a":1}}', '[{"a":1},{"a":2}]', '{"a":"x\\":","b":["c:", "d"]}', '"a"', '{}', '3'])(
    'finds none in %s',
    (text) => expect(check(text)).toBe(false),
  );

  it('follows __proto__ as any other key', () => expect(check('{"__proto__":{"a":1}}')).toBe(false));
});
