import { contentHash, sha256 } from '@alignclip/core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { join } from 'node:path';
import { customOps } from './custom-ops';
import { rowsAreIndependent } from './kernels/row-product';
import { tensorflowThreads } from './process-facts';
import { backendReport } from './select-backend';
import { tf } from './tf';

/**
 * Hash of what decides the bits of a computation on this machine: backend, processor, our kernels, and the number of
 * threads where rows depend on it. Numbers that are kept on a disk for other processes carry it in their name.
 * Throws before `selectBackend` has resolved.
 */
export const arithmetic = (): string =>
  contentHash({ ...machineFacts(), sources: sourceHash(join(__dirname, '../src/kernels'), join(__dirname, '../ops')) });

/** The same without our kernels, for whoever names the code itself. */
export const machineArithmetic = (): string => contentHash(machineFacts());

function machineFacts() {
  const { name, device, tensorflow, gpu } = backendReport();
  return {
    backend: [name, device, tensorflow ?? '', tf.version_core, customOps() !== undefined],
    processor: [arch(), cpus()[0]?.model ?? ''],
    settings: ['TF_ENABLE_ONEDNN_OPTS', 'ONEDNN_MAX_CPU_ISA'].map((key) => process.env[key] ?? ''),
    ...(gpu && { gpu }),
    threads: rowsAreIndependent() ? 0 : tensorflowThreads(),
  };
}

/** Hash of the sources in these folders, without specifications: changes when their code may compute other numbers. */
export function sourceHash(...folders: readonly string[]): string {
  const files = folders.filter((folder) => existsSync(folder)).flatMap(sourcesIn);
  return contentHash(files.map((file) => sha256(readFileSync(file))));
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /\.(ts|js|cc|h)$/.test(name) && !/\.(spec|d)\.[jt]s$/.test(name))
    .sort()
    .map((name) => join(folder, name));
