import { pageDocument, contentPolicy, bundlePage } from './document';
import { html } from './markup';

const data = { colours: [], figures: [], spheres: [], examples: [], images: [] };
const bundle = { program: 'run()', style: 'p{}' };

describe('pageDocument', () => {
  it('writes style and program to the letter, for their hashes stand in the policy', () => {
    const text = pageDocument({ title: '<x>', body: html`<p>body</p>`, data }, bundle);
    expect(text).toMatch(/^<!DOCTYPE html>\n/);
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
  ])('refuses a %s that would close its element', (name, broken) => {
    expect(() => pageDocument({ title: '', body: html``, data }, broken)).toThrow(`the page's ${name} would close`);
  });
});

describe('contentPolicy', () => {
  it('allows this style and this program, images in the file, and nothing from anywhere', () => {
    expect(contentPolicy('', 'alert(1)').split('; ')).toEqual([
      "default-src 'none'",
      "style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
      "script-src 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });
});

describe('bundlePage', () => {
  it('gives program and style as texts that load nothing', async () => {
    const { program, style } = await bundlePage();
    expect(program.length).toBeGreaterThan(100_000); // Vega is in it
    expect(style).not.toMatch(/@import|url\(/);
    expect(program).not.toMatch(/<\/script|<!--/i);
    expect(() => new Function(program)).not.toThrow(); // one program without imports
  });
});
