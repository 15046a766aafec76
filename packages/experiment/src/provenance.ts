import { tf, type BackendReport } from '@alignclip/backend';
import type { RunRecord } from '@alignclip/core';
import { execFileSync } from 'node:child_process';
import { hostname } from 'node:os';
import { workspaceRoot } from './import-closure';

type Provenance = Omit<RunRecord['provenance'], 'code' | 'parts' | 'data' | 'packages'>;

/** Where and with what a record was made. */
export function provenance(backend: BackendReport): Provenance {
  return {
    git: gitCommit(),
    versions: {
      node: process.versions.node,
      tfjs: tf.version_core,
      ...(backend.tensorflow && { tensorflow: backend.tensorflow }),
    },
    backend: `${backend.name} (${backend.device})`,
    host: hostname(),
    threads: backend.threads,
    allocator: backend.allocator,
    customOps: backend.customOps,
  };
}

/** The commit of the sources, with `+` behind it when files differ from it; `unknown` outside a checkout. */
function gitCommit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: workspaceRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') ? '+' : '');
  } catch {
    return 'unknown';
  }
}
