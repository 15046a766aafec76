import MarkdownIt from 'markdown-it';
import { markdownText, plainText, withPlainTexts } from './text';

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
