import { projectRoot, tf } from '@alignclip/backend';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitOf, provenance } from './provenance';

const backend = { reason: '', threads: 1, allocator: 'default', customOps: false, bfloat16: 'own' } as const;

describe('provenance', () => {
  it('names commit, versions, backend and host', () => {
    const tensorflow = { ...backend, name: 'tensorflow', device: 'gpu', tensorflow: '2.21.0' } as const;
    const made = provenance(tensorflow);
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: projectRoot, encoding: 'utf8' }).trim();
    expect([commit, `${commit} dirty`]).toContain(made.git);
    expect(made.alignclip).toBe(made.git);
    expect(made).toMatchObject({
      versions: { node: process.versions.node, tensorflow: '2.21.0' },
      backend: 'tensorflow (gpu)',
      threads: 1,
      allocator: 'default',
      customOps: false,
    });
    expect(made.host).not.toBe('');
  });

  it('says TF32 where float32 products are rounded', () => {
    const gpu = { ...backend, name: 'tensorflow', device: 'gpu' } as const;
    const named = (tf32: boolean) => provenance({ ...gpu, gpu: { tf32, deterministic: true } }).backend;
    expect([named(true), named(false)]).toEqual(['tensorflow (gpu, TF32)', 'tensorflow (gpu)']);
  });

  it('leaves TensorFlow out where it is not in use', () => {
    expect(provenance({ ...backend, name: 'wasm', device: 'cpu' }).versions).toEqual({
      node: process.versions.node,
      tfjs: tf.version_core,
    });
  });
});

describe('commitOf', () => {
  let folder: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=made', '-c', 'user.email=made@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  const written = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-git-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the commit of the repository that a folder is in, dirty where a file of it has changed', () => {
    git('init', '-q');
    mkdirSync(join(folder, 'below'));
    const file = written('below/study.ts', '1');
    git('add', '.');
    git('commit', '-qm', 'first');
    const commit = git('rev-parse', 'HEAD');
    expect(commitOf(join(folder, 'below'), [file])).toBe(commit);
    const wasm = { ...backend, name: 'wasm', device: 'cpu' } as const;
    expect(provenance(wasm, [file]).git).toBe(commit);
    expect(provenance(wasm, [file]).alignclip).not.toBe(commit);
    written('results.json', 'not of the repository');
    expect(commitOf(folder, [file])).toBe(commit);
    expect(commitOf(folder, [file, written('term.ts', 'untracked')])).toBe(`${commit} dirty`);
    written('below/study.ts', '2');
    expect(commitOf(folder, [file])).toBe(`${commit} dirty`);
  });

  it('is unknown outside a repository and before the first commit', () => {
    expect(commitOf(folder)).toBe('unknown');
    git('init', '-q');
    expect(commitOf(folder)).toBe('unknown');
  });
});
