import { tf } from '@alignclip/backend';
import { execFileSync } from 'node:child_process';
import { workspaceRoot } from './import-graph';
import { provenance } from './provenance';

const backend = { reason: '', threads: 1, allocator: 'default', customOps: false } as const;

describe('provenance', () => {
  it('names commit, versions, backend and host', () => {
    const tensorflow = { ...backend, name: 'tensorflow', device: 'gpu', tensorflow: '2.21.0' } as const;
    const made = provenance(tensorflow);
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: workspaceRoot, encoding: 'utf8' }).trim();
    expect([commit, `${commit}+`]).toContain(made.git);
    expect(made).toMatchObject({
      versions: { node: process.versions.node, tensorflow: '2.21.0' },
      backend: 'tensorflow (gpu)',
      threads: 1,
      allocator: 'default',
      customOps: false,
    });
    expect(made.host).not.toBe('');
  });

  it('leaves TensorFlow out where it is not in use', () => {
    expect(provenance({ ...backend, name: 'wasm', device: 'cpu' }).versions).toEqual({
      node: process.versions.node,
      tfjs: tf.version_core,
    });
  });
});
