import { Registry } from '@alignclip/experiment';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { brokenLinks, missingFiles, runBlocks, strayPages } from './check-docs';
import { generatedDocs } from './docs/generated';

const repository = resolve(__dirname, '..');
const { components } = new Registry();

describe('this repository', () => {
  it('has a source file, a spec and a page for every component', () => {
    expect(missingFiles(repository, components)).toEqual([]);
  });

  it('has no page of a component that it lacks', () => {
    expect(strayPages(repository, components)).toEqual([]);
  });

  it('has no broken link', () => {
    expect(brokenLinks(repository)).toBe('');
  });

  it('describes every option, and `npm run docs:write` would change no page', async () => {
    const { outOfDate, problems } = await generatedDocs(repository, components);
    expect({ outOfDate: [...outOfDate.keys()], problems }).toEqual({ outOfDate: [], problems: [] });
  });
});

describe('commands of the docs', () => {
  it.each(runBlocks(repository))(
    'run as printed: $place',
    ({ commands }) => {
      const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', commands], {
        cwd: repository,
        encoding: 'utf8',
      });
      expect({ status, output: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, output: '' });
    },
    300_000,
  );
});

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'alignclip-docs-'))));
afterEach(() => rmSync(root, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
}

describe('missingFiles', () => {
  it('names the page, the source and the spec that are not there', () => {
    write({
      'packages/losses/src/clip.ts': "type: 'clip'",
      'packages/metrics/src/gap/uniformity.ts': 'export const uniformity = 1;',
      'docs/components/uniformity.md': '',
    });
    expect(missingFiles(root, [{ type: 'clip' }, { type: 'uniformity' }])).toEqual([
      'component "clip": no page docs/components/clip.md',
      'component "clip": no spec beside packages/losses/src/clip.ts',
      'component "uniformity": no file packages/*/src/uniformity.ts defines it',
    ]);
  });

  it('is content with all three', () => {
    write({
      'packages/losses/src/clip.ts': "type: 'clip'",
      'packages/losses/src/clip.spec.ts': '',
      'docs/components/clip.md': '',
    });
    expect(missingFiles(root, [{ type: 'clip' }])).toEqual([]);
  });
});

describe('strayPages', () => {
  it('names pages without component', () => {
    write({ 'docs/components/clip.md': '', 'docs/components/gone.md': '' });
    expect(strayPages(root, [{ type: 'clip' }])).toEqual(['docs/components/gone.md: no component "gone"']);
  });
});

describe('brokenLinks', () => {
  it('follows relative links to files, folders and headings', () => {
    write({
      'README.md': '[a](docs/a.md) [b](docs/a.md#two-words--more) [c](docs) [d](#top)\n\n# Top',
      'docs/a.md': '# One\n\n## Two words & more\n\n[up](../README.md "title")\n\n[ref]: ../README.md',
    });
    expect(brokenLinks(root)).toBe('');
  });

  it('names links that lead nowhere', () => {
    write({
      'README.md': '[a](docs/b.md) ![p](p.png)\n\n# Top\n\n[e](#botom) [c](docs/c.md#gone)\n\n[ref]: gone.md',
      'docs/c.md': '# C',
    });
    const found = brokenLinks(root);
    for (const target of ['docs/b.md', 'p.png', '#botom', '#gone', 'gone.md']) expect(found).toContain(`\`${target}\``);
    expect(found).toContain('5 warnings');
  });

  it('leaves the web, code and dependencies alone', () => {
    write({
      'README.md': '[w](https://example.org/x) `[c](c.md)`\n\n```\n[d](d.md)\n```\n',
      'node_modules/x/README.md': '[a](gone.md)',
    });
    expect(brokenLinks(root)).toBe('');
  });
});

describe('runBlocks', () => {
  it('finds the blocks that are marked, with page and line', () => {
    write({ 'docs/a.md': '# A\n\n```sh\nno\n```\n\n```sh run\nyes\nagain\n```\n' });
    expect(runBlocks(root)).toEqual([{ place: 'docs/a.md:7', commands: 'yes\nagain\n' }]);
  });
});
