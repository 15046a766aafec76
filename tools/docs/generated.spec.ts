import { defineComponent, LossTerm } from '@alignclip/core';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { firstSentence } from './docs-index';
import { generatedDocs } from './generated';
import { fillMarked } from './marked';

const termWith = (options: z.ZodType) =>
  defineComponent(LossTerm)({
    type: 'margin',
    options,
    create: () => ({ symbol: 'L_margin', weight: 1, compute: ({ logitScale }) => logitScale }),
  });

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'alignclip-docs-'));
  mkdirSync(join(root, 'docs/components'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const page = (text: string) => writeFileSync(join(root, 'docs/components/margin.md'), text);

describe('generatedDocs', () => {
  it('writes the options of the schema between the markers, and nothing else', async () => {
    page('# margin\n\n<!-- options -->\n\n| old |\n\n<!-- /options -->\n\nAfter.\n');
    const term = termWith(z.strictObject({ kind: z.enum(['a', 'b']).default('a').describe('which | <one>') }));
    const { outOfDate, problems } = await generatedDocs(root, [term]);
    expect(problems).toEqual([]);
    const text = outOfDate.get('docs/components/margin.md')!;
    expect(text).toMatch(/^# margin\n\n<!-- options -->\n\n\| option .*\n[\s\S]*\n\n<!-- \/options -->\n\nAfter\.\n$/);
    expect(text).toContain("| `kind` | `'a'`   | `'a'` or `'b'` | which \\| \\<one> |");
    page(text);
    expect((await generatedDocs(root, [term])).outOfDate.size).toBe(0);
  });

  it('leaves a page alone while an option is undescribed, and names the option', async () => {
    page('# margin\n\n<!-- options -->\n\n<!-- /options -->\n');
    const { outOfDate, problems } = await generatedDocs(root, [termWith(z.strictObject({ margin: z.number() }))]);
    expect(outOfDate.size).toBe(0);
    expect(problems).toEqual(['component "margin": option "margin" has no .describe(…)']);
  });

  it('names a page without markers', async () => {
    page('# margin\n');
    expect((await generatedDocs(root, [termWith(z.strictObject({}))])).problems).toEqual([
      'docs/components/margin.md: no lines "<!-- options -->" and "<!-- /options -->" to write between',
    ]);
  });
});

describe('fillMarked', () => {
  it('replaces what stands between the markers', () => {
    expect(fillMarked('a\n<!-- x -->\nold\n<!-- /x -->\nb', 'x', 'new')).toBe('a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb');
  });
});

describe('firstSentence', () => {
  it('takes the first sentence of a page, without slot and links', () => {
    expect(firstSentence('# a\n\nSlot `dataset`. Shards of [x](y.md), as made by z. More.\n')).toBe(
      'Shards of x, as made by z.',
    );
  });

  it('is not ended by an abbreviation, and cuts a long sentence at its colon', () => {
    expect(firstSentence('# a\n\nA figure (Liang et al. 2022, Fig. 2) of x. More.')).toBe(
      'A figure (Liang et al. 2022, Fig. 2) of x.',
    );
    expect(firstSentence(`# a\n\nThe image tower: ${'patches, '.repeat(30)}end.`)).toBe('The image tower.');
  });
});
