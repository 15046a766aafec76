import { readManifest } from './compare';
import { integrityProblem, unnamedFiles } from './integrity';
import { goldenChecks, type GoldenCheck } from './registry';
import type { GoldenReport } from './report';

/** A check's report and every file of the manifest that it answers for. */
export interface GoldenResult extends GoldenReport {
  readonly files: readonly string[];
}

/** Runs every check of a golden folder in the order of the registry; damaged and unknown files come as failures. */
export async function* runGolden(folder: string, checks = goldenChecks): AsyncGenerator<GoldenResult> {
  const manifest = await readManifest(folder);
  const names = Object.keys(manifest.files);
  for (const check of checks) {
    const files = names.filter((name) => check.files.test(name));
    if (files.length === 0) continue;
    const entries = files.map((name) => integrityProblem(folder, name, manifest.files[name]!));
    const damaged = (await Promise.all(entries)).filter((problem) => problem !== undefined);
    yield damaged.length > 0 ? failed(files, damaged) : { ...(await attempt(check, folder, files)), files };
  }
  const unknown = names.filter((name) => !checks.some(({ files }) => files.test(name)));
  for (const name of unknown) yield failed([name], [`${name}: no check reads this file`]);
  const unnamed = await unnamedFiles(folder, new Set(names));
  for (const name of unnamed) yield failed([name], [`${name}: in the folder, not in the manifest`]);
}

async function attempt(check: GoldenCheck, folder: string, files: readonly string[]): Promise<GoldenReport> {
  try {
    return await check.run(folder);
  } catch (error) {
    return failed(files, [error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  }
}

const failed = (files: readonly string[], failures: string[]): GoldenResult => ({
  file: files.join(', '),
  files,
  checks: 0,
  failures,
  worst: Infinity,
});
