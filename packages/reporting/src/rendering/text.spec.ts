import MarkdownIt from 'markdown-it';
import { formatCell, formatNumber, legend, markdownText, plainText, withPlainTexts } from './text';
import type { TableModel } from '@alignclip/core';
import { renderMarkdown } from './render-markdown';
import { renderTerminal } from './render-terminal';

describe('plainText', () => {
  it.each([
    ['\u001b[31ma\u0007\n\tb\u0085\u2028', '[31ma b'],
    ['a\u202eb\u2066c\u200bd\ufeff\u00ad', 'a b c d'],
    ['\ud800x\udc00 🚒', '\ufffdx\ufffd 🚒'],
  ])('writes %p as %p', (text, plain) => expect(plainText(text)).toBe(plain));
});

describe('withPlainTexts', () => {
  it('changes texts inside lists and objects, and nothing else', () => {
    const data = { a: ['x\u202ey', 1, null, true], b: { c: ' \u0007 ' }, d: '; ' };
    expect(withPlainTexts(data)).toEqual({ a: ['x y', 1, null, true], b: { c: '   ' }, d: '; ' });
  });
});

describe('markdownText', () => {
  const markdown = new MarkdownIt({ html: true, linkify: true, typographer: false });
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false });
  const unescaped = (html: string) =>
    html
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&');

  it.each([
    ...[
      '# a',
      '## a ##',
      '- a',
      '+ a',
      '* a',
      '1. a',
      '12) a',
      '1.5 a',
      '===',
      '---',
      '- - -',
      '> a',
      '| a | b |',
      '```a',
      '~~~',
    ],
    ...[
      '*a*',
      '__a__',
      '~~a~~',
      '`a`',
      '<b>',
      '&amp;',
      '![a](b)',
      '[a]: b',
      '[ ] a',
      '\\*a',
      'a\\',
      '<!-- a',
      'a | b',
      ':-:',
    ],
    ...['https://a.org/b_c', 'see http://a.org', 'a@b.org', 'R@1', 'a: b', "$& $' $1", '=1+1'],
  ])('shows %p literally in a paragraph, a heading, a list, a table and in bold', (text) => {
    const shown = markdownText(text);
    const table = `| x |\n| --- |\n| **${shown}** |\n| ${shown} |\n`;
    const document = `${shown}\n\n## ${shown}\n\n- ${shown}\n- ${shown}\n\nover\n${shown}\n\n${table}`;
    const html = markdown.render(document);
    const expected = ['p', 'h2', 'li', 'li'].map((tag) => `<${tag}>${text}</${tag}>`);
    const cells = `<td><strong>${text}</strong></td>|<td>${text}</td>`.split('|<td>');
    const plain = unescaped(html);
    for (const part of [...expected, `<p>over\n${text}</p>`, cells[0], `<td>${cells[1]}`])
      expect(plain).toContain(part);
  });

  it('has no formula, no emoji name and no bare address for GitHub', () => {
    expect(markdownText('$x$ :smile: www.a.org #1')).toBe('\\$x\\$ \\:smile: www\\.a.org \\#1');
  });
});

const fraction = { percent: false, digits: 3 };
const percentage = { percent: true, digits: 1 };

describe('formatNumber', () => {
  it.each([
    [0.8234, '.823'],
    [-0.36, '−.360'],
    [1, '1.000'],
    [-0.0001, '.000'],
    [12.5, '12.500'],
    [NaN, '–'],
    [Infinity, '–'],
  ])('writes %p as %s', (value, text) => expect(formatNumber(value, fraction)).toBe(text));

  it('writes percentages with their leading zero', () => {
    expect(formatNumber(0.4123, percentage)).toBe('41.2');
    expect(formatNumber(-0.004, percentage)).toBe('−0.4');
  });
});

describe('formatCell', () => {
  it('adds the spread where there is one', () => {
    expect(formatCell({ mean: 0.823, sd: 0.0121, seeds: 3 }, fraction)).toBe('.823 ± .012');
    expect(formatCell({ mean: 0.823, seeds: 1 }, fraction)).toBe('.823');
    expect(formatCell(undefined, fraction)).toBe('–');
  });
});

const comparison = { seeds: 8, difference: -0.5, pValue: 0.008, adjusted: 0.03, significant: true };
const model: TableModel = {
  title: 'Gap',
  rowTitle: 'weight',
  baseline: 'CLIP',
  columns: [
    { title: 'distance', better: 'lower', percent: false, digits: 3 },
    { title: 'interval', better: 'neither', percent: false, digits: 3, shows: 'interval' },
    { title: 'p', better: 'neither', percent: false, digits: 3, shows: 'p-value' },
  ],
  rows: [
    { name: 'CLIP', cells: [{ mean: 0.62, seeds: 8 }, undefined, undefined] },
    {
      name: 'Shared',
      unfair: ['steps'],
      cells: [
        { mean: 0.26, sd: 0.02, seeds: 8, best: true, comparison },
        { mean: 0.26, seeds: 8, interval: [0.24, 0.28], format: { percent: true, digits: 1 } },
        { mean: 0.0001, seeds: 8 },
      ],
    },
  ],
  notes: [],
};
const marks = [
  '‡ differs from CLIP: p ≤ .05 after correction',
  '† not a fair comparison: the notes name what else differs',
];

describe('marks of a table', () => {
  it('stand in the terminal with a legend', () => {
    const text = renderTerminal(model);
    expect(text).toContain('│ weight ');
    expect(text).toMatch(/│ Shared † +│ +\.260 ± \.020‡\* │ +24\.0 to 28\.0 │ +<\.001 │/);
    for (const line of marks) expect(text.split('\n')).toContain(line);
  });

  it('stand in Markdown with a legend', () => {
    const text = renderMarkdown(model);
    expect(text).toContain('| Shared † | **.260 ± .020‡** | 24.0 to 28.0 | \\<.001 |');
    for (const line of marks) expect(text).toContain(`- ${line}`);
  });

  it('have no legend where there are none', () => {
    expect(legend({ ...model, rows: [model.rows[0]!] })).toEqual([]);
  });
});
