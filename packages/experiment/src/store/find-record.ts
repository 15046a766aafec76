import { unknownName, UserError, type RunRecord } from '@alignclip/core';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readRecord } from './records';
import { checkRunsFolder } from './run-store';

export interface FoundRecord {
  readonly record: RunRecord;
  readonly path: string;
  /** The folder of its run store. */
  readonly folder: string;
}

/**
 * The record that a user means: its file; a folder with one record (a run store's, or its `records/`); or the first
 * characters of its key or file name, searched in every experiment below `runs`. Throws UserError if none or several
 * match.
 */
export function findRecord(reference: string, runs: string): FoundRecord {
  const files = candidates(reference, runs);
  const [path, ...others] = files;
  if (path === undefined) throw new UserError(`run "${reference}": no record found there; a record is a .json file`);
  if (others.length > 0) {
    throw new UserError(
      `run "${reference}": ${files.length} records match; choose one of ${files.slice(0, 12).join(', ')}`,
    );
  }
  const parent = dirname(resolve(path));
  return { record: requireRecord(path), path, folder: basename(parent) === 'records' ? dirname(parent) : parent };
}

function candidates(reference: string, runs: string): string[] {
  if (reference.includes('\0')) throw new UserError(`run ${JSON.stringify(reference)}: not a path`);
  if (!existsSync(reference)) return named(reference, runs);
  if (statSync(reference).isFile()) return [reference];
  const records = join(reference, 'records');
  return jsonFiles(existsSync(records) ? records : reference);
}

function named(reference: string, runs: string): string[] {
  checkRunsFolder(runs);
  const folders = existsSync(runs) ? readdirSync(runs).map((name) => join(runs, name, 'records')) : [];
  const all = folders.filter((folder) => existsSync(folder)).flatMap(jsonFiles);
  const fitting = all.filter((path) => {
    const name = basename(path, '.json');
    return name.startsWith(reference) || (/^[0-9a-f]{6,}$/.test(reference) && hasKey(name, reference));
  });
  if (fitting.length > 0) return fitting;
  const names = all.map((path) => basename(path, '.json'));
  if (names.length === 0) throw new UserError(`run "${reference}": no such file, and no records below "${runs}"`);
  throw unknownName('run', reference, names);
}

/** A file's name ends with the first 12 digits of the key. */
const hasKey = (name: string, reference: string): boolean =>
  name.slice(name.lastIndexOf('-') + 1).startsWith(reference.slice(0, 12));

const jsonFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name));

function requireRecord(path: string): RunRecord {
  const read = readRecord(path);
  if ('problem' in read) throw new UserError(`record ${path}: ${read.problem}`);
  return read;
}
