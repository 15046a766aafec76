import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assembleSite } from './assemble';

const folder = mkdtempSync(join(tmpdir(), 'alignclip-site-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function assembled(name: string, files: Readonly<Record<string, string>>, parts?: Parameters<typeof assembleSite>[2]) {
  const [root, out] = [join(folder, name), join(folder, `${name}-site`)];
  for (const [path, text] of Object.entries({
    'README.md': '# R',
    'CONTRIBUTING.md': '# C',
    'CHANGELOG.md': '',
    ...files,
  })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  assembleSite(root, out, parts);
  return (path: string) => readFileSync(join(out, path), 'utf8');
}

describe('assembleSite', () => {
  it('lays out pages as the repository does, and gives every file that a page links to a page with its text', () => {
    const read = assembled('whole', {
      'README.md': '[a](docs/a.md#x) <img src="docs/i.svg"> [web](https://example.org)',
      'docs/a.md': '[code](../src/b.ts) [all](../src) [hidden](../.rules) [own](../src/README.md)',
      'docs/i.svg': '<svg/>',
      'src/b.ts': 'const a = `x`;\n',
      'src/README.md': '[b](b.ts)',
      '.rules': 'strict',
    });
    expect(read('README.md')).toContain('<img src="./docs/i.svg">');
    expect(read('docs/i.svg')).toBe('<svg/>');
    expect(read('src/b.ts.md')).toContain('# src/b.ts\n\n```ts\nconst a = `x`;\n```');
    expect(read('src.md')).toContain('- `b.ts`');
    expect(read('dot-rules.md')).toContain('strict');
    expect(read('src/README.md')).toBe('[b](b.ts)');
  });

  it('fences text that has fences, and links the page of an experiment above its tables', () => {
    const reports = [{ file: 'experiments/a.ts', profile: 'quick', name: 'a-quick' }];
    const page = '<!-- results experiments/a.ts quick -->\n\n| a |\n';
    const read = assembled('fenced', { 'docs/a.md': `[m](../m.txt)\n\n${page}`, 'm.txt': '```\nx\n```' }, { reports });
    expect(read('m.txt.md')).toContain('````txt\n```\nx\n```\n````');
    expect(read('docs/a.md')).toContain(
      '[Figures and queries of these runs](/pages/a-quick.html){target="_self"}\n\n| a |',
    );
  });

  it('refuses a link that leads nowhere', () => {
    expect(() => assembled('broken', { 'docs/a.md': '[b](b.ts)' })).toThrow(
      'docs/a.md links to docs/b.ts, which is missing',
    );
  });
});
