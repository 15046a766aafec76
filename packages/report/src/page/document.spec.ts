import { pageDocument } from './document';
import { html } from './markup';

const data = { colours: [], figures: [], spheres: [], examples: [], images: [] };
const bundle = { program: 'run()', style: 'p{}' };

describe('pageDocument', () => {
  it('writes style and program to the letter, for their hashes stand in the policy', () => {
    const text = pageDocument({ title: '<x>', body: html`<p>body</p>`, data }, bundle);
    expect(text).toMatch(/^<!doctype html>/);
    for (const part of ['<style>p{}</style>', '<script>run()</script>', '<title>&lt;x&gt;</title>', '<p>body</p>'])
      expect(text).toContain(part);
  });

  it('writes data that can’t end their element', () => {
    const hostile = { ...data, images: ['</script><script>alert(1)</script><!--'] };
    const text = pageDocument({ title: '', body: html``, data: hostile }, bundle);
    const [, json] = /id="page-data">(.*?)<\/script>/.exec(text)!;
    expect(JSON.parse(json!)).toEqual(hostile);
    expect(text.match(/<script/g)).toHaveLength(2);
  });

  it.each([
    ['style', { program: '', style: 'p{} </style>' }],
    ['script', { program: '"</SCRIPT>"', style: '' }],
  ])('refuses a %s that would end its element', (name, broken) => {
    expect(() => pageDocument({ title: '', body: html``, data }, broken)).toThrow(`the page's ${name} would end`);
  });
});
