import { counted, messageOf, shellWord, systemReason, UserError, type RunRecord } from '@alignclip/core';
import { makeFolder } from '@alignclip/formats';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { mlflowFiles } from './mlflow-files';
import { tableFiles, type TableFormat } from './table-files';
import { wandbFiles } from './wandb-files';

export type ExportFormat = TableFormat | 'mlflow' | 'wandb';

/**
 * Writes the records for other programs into a new folder: all of it or nothing. Returns the lines to print. Throws
 * UserError where the folder exists and is not empty, or can't be written.
 */
export async function exportRuns(records: readonly RunRecord[], format: ExportFormat, out: string): Promise<string[]> {
  const folder = resolve(out);
  const named = `--out = ${JSON.stringify(out)}`;
  const given = new UserError(`${named}: already exists; name a new folder`);
  if (existsSync(folder) && !isEmptyFolder(folder)) throw given;
  const files = await filesOf(records, format, folder);
  const temporary = join(dirname(folder), `.${basename(folder).slice(0, 100)}.${randomUUID()}.tmp`);
  try {
    await writeAll(files, temporary);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw new UserError(`${named}: ${systemReason(error) ?? messageOf(error)}`);
  }
  return [`${counted(records.length, 'run')}: ${out}`, ...next(format, out, [...files.keys()])];
}

async function filesOf(
  records: readonly RunRecord[],
  format: ExportFormat,
  folder: string,
): Promise<ReadonlyMap<string, string | Uint8Array>> {
  if (format === 'mlflow') return mlflowFiles(records, folder);
  return format === 'wandb' ? wandbFiles(records) : await tableFiles(records, format);
}

/** The command that opens it, or the files. */
function next(format: ExportFormat, out: string, files: readonly string[]): string[] {
  if (format === 'mlflow') return [`MLFLOW_ALLOW_FILE_STORE=true mlflow ui --backend-store-uri ${JSON.stringify(out)}`];
  if (format === 'wandb') return [`wandb sync ${shellWord(out)}/wandb/offline-run-*`];
  return files.map((name) => join(out, name));
}

async function writeAll(files: ReadonlyMap<string, string | Uint8Array>, folder: string): Promise<void> {
  makeFolder(folder);
  for (const [name, content] of files) {
    makeFolder(dirname(join(folder, name)));
    await writeFile(join(folder, name), content, { flush: true });
  }
}

function isEmptyFolder(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}
