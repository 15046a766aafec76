import { UserError } from '@alignclip/core';
import { scratch } from '../testing/scratch';
import { jsonEntries } from './json-lists';

const files = scratch();

async function entriesOf(text: string | Uint8Array) {
  const entries: unknown[] = [];
  for await (const { list, index, value } of jsonEntries(files.write('x.json', text), ['a', 'b'])) {
    entries.push([list, index, value]);
  }
  return entries;
}

describe('jsonEntries', () => {
  it('gives the elements of the lists in the order of the file, and nothing of other fields', async () => {
    const value = {
      info: { a: [1], text: '"a": [2], \\"' },
      b: [{ x: ['[', ',', { y: '}\\' }] }, null],
      a: [1, 'a,b', [2, [3]], '\u202e€', {}],
      c: 7,
    };
    const wanted = (['b', 'a'] as const).flatMap((list) => value[list].map((own, i) => [list, i, own]));
    expect(await entriesOf(JSON.stringify(value))).toEqual(wanted);
    expect(await entriesOf(`\uFEFF ${JSON.stringify(value, undefined, 2)}\n`)).toEqual(wanted);
    expect(await entriesOf('{"a":[],"b":[ ]}')).toEqual([]);
  });

  it('takes the numbers of Python that JSON lacks as null', async () => {
    const text = '{"a":[{"x":NaN,"y":[-Infinity,1],"z":"NaN, \\"Infinity"}],"b":[Infinity]}';
    expect(await entriesOf(text)).toEqual([
      ['a', 0, { x: null, y: [null, 1], z: 'NaN, "Infinity' }],
      ['b', 0, null],
    ]);
  });

  it('joins what lies in two pieces of a file', async () => {
    const texts = Array.from({ length: 3000 }, (_, i) => `${'é"\\'.repeat(i % 100)}${i}`);
    const found = await entriesOf(JSON.stringify({ a: texts, b: [] }));
    expect(found).toEqual(texts.map((text, i) => ['a', i, text]));
  });

  it('leaves out an element of more than 1 MiB', async () => {
    expect(await entriesOf(`{"a":["${'x'.repeat(2e6)}",1],"b":[]}`)).toEqual([
      ['a', 0, undefined],
      ['a', 1, 1],
    ]);
  });

  it.each([
    ['nothing', '', /not valid JSON/],
    ['an error page', '<html>', /not valid JSON/],
    ['text before it', 'x{"a":[],"b":[]}', /not valid JSON/],
    ['text after it', '{"a":[],"b":[]} x', /text after its end/],
    ['a second object', '{"a":[],"b":[]}{}', /text after its end/],
    ['an early end', '{"a":[],"b":[1', /ends early/],
    ['a text without end', '{"a":["', /ends early/],
    ['a bracket too many', '{"a":[],"b":[]}}', /not valid JSON/],
    ['another bracket', '{"a":[1}', /the list "a" has no end/],
    ['a comma too many', '{"a":[1,],"b":[]}', /a\[1\]: /],
    ['an element that is none', '{"a":[1 2],"b":[]}', /a\[0\]: /],
    ['a list that comes twice', '{"a":[],"b":[],"a":[]}', /"a" occurs twice/],
    ['no such list', '{"a":[],"c":[]}', /no list "b"; it has "a", "c"/],
    ['a text for a list', '{"a":[],"b":"[1]"}', /no list "b"/],
    ['a number', '7', /no list "a"; it has no fields/],
    ['brackets', '['.repeat(3_000_000), /ends early/],
    ['brackets in a list', `{"a":[${'['.repeat(3_000_000)}`, /ends early/],
  ])('names what is wrong with %s', async (_, text, message) => {
    const before = process.memoryUsage().heapTotal;
    const reading = entriesOf(text);
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
    expect(process.memoryUsage().heapTotal - before).toBeLessThan(200e6);
  });

  it('refuses text that is not UTF-8, wherever it is', async () => {
    await expect(entriesOf(Buffer.from('{"x":"\xff","a":[],"b":[]}', 'latin1'))).rejects.toThrow('not UTF-8');
  });
});
