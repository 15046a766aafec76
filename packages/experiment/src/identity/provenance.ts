import { tf, type BackendReport, backendReport, isInstalled, ourPackages, projectRoot } from '@alignclip/backend';
import type { RunRecord, Spec } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { Cell } from '../define/cells';
import type { LoadedExperiment } from '../define/load-experiment';
import type { CellKeys } from './cell-keys';
import type { CodeFingerprint } from './code-fingerprint';
import { isOwn } from './our-sources';

type Provenance = Omit<RunRecord['provenance'], 'code' | 'parts' | 'data' | 'packages'>;

/** The machine and software that made a record. `own`: the experiment's own files; the first one says which repository. */
export function provenance(backend: BackendReport, own: readonly string[] = []): Provenance {
  return {
    git: commitOf(own.length > 0 ? dirname(own[0]!) : projectRoot, own),
    alignclip: isInstalled ? `npm ${ourPackages()[0]!.manifest.version}` : commitOf(projectRoot),
    versions: {
      node: process.versions.node,
      tfjs: tf.version_core,
      ...(backend.tensorflow && { tensorflow: backend.tensorflow }),
    },
    backend: `${backend.name} (${[backend.device, ...(backend.gpu?.tf32 ? ['TF32'] : [])].join(', ')})`,
    host: hostname(),
    threads: backend.threads,
    allocator: backend.allocator,
    customOps: backend.customOps,
  };
}

/**
 * The commit of the repository that `folder` is in, followed by ` dirty` where files of the repository differ from it or
 * one of `files` isn't in it; `unknown` outside a repository.
 */
export function commitOf(folder: string, files: readonly string[] = []): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  const isInIt = (file: string): boolean => {
    try {
      return git('ls-files', '--error-unmatch', '--', file) !== '';
    } catch {
      return false; // untracked, or in no repository or another one
    }
  };
  try {
    const commit = git('rev-parse', 'HEAD');
    const isClean = git('status', '--porcelain', '--untracked-files=no') === '' && files.every(isInIt);
    return isClean ? commit : `${commit} dirty`;
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
  { file, definition: { name, tuning = {} } }: LoadedExperiment,
  { variant, seed, config, factors, tuning: chosen }: Cell,
  { key, trainingKey, code, data }: CellKeys,
  fingerprint: CodeFingerprint,
): Identity {
  const specs = Object.values(config).flat() as Spec[];
  const own = file === '' ? [] : [...new Set([file, ...fingerprint.filesOf(specs).filter(isOwn)])];
  const [parts, packages] = [fingerprint.parts(specs), fingerprint.packages(specs)];
  const backend = backendReport();
  const asksBfloat16 = config.trainer.options['precision'] === 'bfloat16';
  return {
    experiment: name,
    key,
    trainingKey,
    variant,
    seed,
    ...(factors && { factors }),
    config: config as unknown as RunRecord['config'],
    provenance: {
      ...provenance(backend, own),
      ...(asksBfloat16 && { bfloat16: backend.bfloat16 }),
      ...{ code, parts, data, packages },
    },
    ...(Object.hasOwn(tuning, variant) && { tuning: tuning[variant]! }),
    ...(chosen && { tuning: chosen as RunRecord['tuning'] }),
  };
}
