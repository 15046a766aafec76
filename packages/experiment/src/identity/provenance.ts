import { tf, type BackendReport, backendReport } from '@alignclip/backend';
import type { RunRecord, Spec } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Cell } from '../define/cells';
import type { LoadedExperiment } from '../define/load-experiment';
import type { CellKeys } from './cell-keys';
import type { CodeFingerprint } from './code-fingerprint';
import { workspaceRoot } from './import-graph';

type Provenance = Omit<RunRecord['provenance'], 'code' | 'parts' | 'data' | 'packages'>;

/** The machine and software that made a record. */
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

/** The commit of the sources, with `+` after it if files differ from it; `unknown` outside a checkout. */
function gitCommit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: workspaceRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    return git('rev-parse', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') ? '+' : '');
  } catch {
    return 'unknown';
  }
}

/** SHA-256 of every parameter's address, shape and numbers. */
export function weightsHash(parameters: ParameterStore): string {
  const hash = createHash('sha256');
  for (const [address, variable] of [...parameters.entries()].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { buffer, byteOffset, byteLength } = variable.dataSync();
    hash.update(`${address} [${variable.shape.join(', ')}]\n`).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}

type Identity = Pick<
  RunRecord,
  'experiment' | 'key' | 'trainingKey' | 'variant' | 'seed' | 'factors' | 'config' | 'provenance' | 'tuning'
>;

/** The fields of a record that are known before the run. */
export function recordIdentity(
  { definition: { name, tuning = {} } }: LoadedExperiment,
  { variant, seed, config, factors }: Cell,
  { key, trainingKey, code, data }: CellKeys,
  fingerprint: CodeFingerprint,
): Identity {
  const specs = Object.values(config).flat() as Spec[];
  const [parts, packages] = [fingerprint.parts(specs), fingerprint.packages(specs)];
  return {
    experiment: name,
    key,
    trainingKey,
    variant,
    seed,
    ...(factors && { factors }),
    config: config as unknown as RunRecord['config'],
    provenance: { ...provenance(backendReport()), code, parts, data, packages },
    ...(Object.hasOwn(tuning, variant) && { tuning: tuning[variant]! }),
  };
}
