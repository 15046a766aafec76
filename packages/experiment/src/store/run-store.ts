import { Interrupted, messageOf, type RunRecord, systemReason, timeText, UserError } from '@alignclip/core';
import { makeFolder, removeHalfWritten, writeFileAtomic } from '@alignclip/formats';
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { check, lock } from 'proper-lockfile';
import { formatRecord, readRecord, readRecords, type ReadRecords } from './records';

/** The path of a training's checkpoint in a run store's folder. */
export const checkpointPath = (folder: string, trainingKey: string): string =>
  join(folder, 'checkpoints', `${trainingKey.slice(0, 24)}.safetensors`);

/** Longer names never were: with the ending of a temporary file they passed 255 characters. */
const longestName = 208;

/** The folder of an experiment's results: one JSON record per finished cell, one checkpoint per training. Reading creates no files. */
export class RunStore {
  /** `staleAfter`: milliseconds without an update after which a lock counts as left by a crashed process. */
  constructor(
    readonly folder: string,
    private readonly staleAfter = 20_000,
  ) {}

  /** The base name of a cell's files; a long one is cut before its seed, as no file system takes more. */
  runName(variant: string, seed: number, key: string): string {
    const end = `-seed${seed}-${key.slice(0, 12)}`;
    const name = variant
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
    return `${name.slice(0, longestName - end.length)}${end}`;
  }

  recordPath(variant: string, seed: number, key: string): string {
    return join(this.folder, 'records', `${this.runName(variant, seed, key)}.json`);
  }

  /** The folder of a cell's TensorBoard files, by its `runName`. */
  eventFolder(name: string): string {
    return join(this.folder, 'tensorboard', name);
  }

  checkpointPath(trainingKey: string): string {
    return checkpointPath(this.folder, trainingKey);
  }

  /** The record of the cell if it is finished; a corrupt file counts as not finished. */
  find(variant: string, seed: number, key: string): RunRecord | undefined {
    const path = this.recordPath(variant, seed, key);
    if (!existsSync(path)) return undefined;
    const record = readRecord(path);
    // Variant names that differ only in punctuation share a file name.
    return 'problem' in record || record.key !== key || record.variant !== variant ? undefined : record;
  }

  async save(record: RunRecord): Promise<string> {
    this.makeFolders();
    const path = this.recordPath(record.variant, record.seed, record.key);
    await writeFileAtomic(path, formatRecord(record));
    removeHalfWritten(path);
    return path;
  }

  /** What is wrong with the cell's record file; undefined if there is no file or it is valid. */
  problem(variant: string, seed: number, key: string): string | undefined {
    const path = this.recordPath(variant, seed, key);
    const read = existsSync(path) ? readRecord(path) : {};
    return 'problem' in read ? `${path}: ${read.problem}` : undefined;
  }

  /** Every readable record, and a line for each that isn't. */
  readAll(): ReadRecords {
    return readRecords(join(this.folder, 'records'));
  }

  /**
   * Runs `work` while no other process works on the key; the lock of a crashed process is taken over after `staleAfter`.
   * The signal of `work` also aborts where this process has slept for so long that it has lost its lock. Throws
   * Interrupted if the signal aborts while it waits, and UserError where `work` was interrupted by the loss. `onWait` is
   * called four times a second while it waits.
   */
  async exclusively<T>(
    key: string,
    work: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
    onWait?: () => void,
  ): Promise<T> {
    this.makeFolders();
    const lost = new AbortController();
    const release = await this.acquire(this.lockPath(key), signal, () => lost.abort(), onWait);
    try {
      removeHalfWritten(this.checkpointPath(key));
      return await work(AbortSignal.any([lost.signal, ...(signal ? [signal] : [])]));
    } catch (error) {
      throw lost.signal.aborted && error instanceof Interrupted ? new UserError(lostLock(this.staleAfter)) : error;
    } finally {
      await release().catch(() => undefined); // lost, or its folder is gone: there is nothing to release
    }
  }

  /** Whether a process is working on the training now. */
  isWorkedOn(trainingKey: string): Promise<boolean> {
    const lockfilePath = this.lockPath(trainingKey);
    return check(lockfilePath, { lockfilePath, realpath: false, stale: this.staleAfter });
  }

  removeCheckpoint(trainingKey: string): void {
    rmSync(this.checkpointPath(trainingKey), { force: true });
  }

  /** Throws UserError if the folders can't be created or written. */
  makeFolders(): void {
    try {
      for (const part of ['records', 'checkpoints', 'locks']) makeFolder(join(this.folder, part));
    } catch (error) {
      throw new UserError(
        `the folder of results ${this.folder} can't be written: ${systemReason(error) ?? messageOf(error)}`,
      );
    }
  }

  private readonly lockPath = (key: string) => join(this.folder, 'locks', `${key.slice(0, 24)}.lock`);

  private async acquire(
    lockfilePath: string,
    signal: AbortSignal | undefined,
    onCompromised: () => void,
    onWait?: () => void,
  ): Promise<() => Promise<void>> {
    const { staleAfter: stale } = this;
    const options = { lockfilePath, realpath: false, stale, update: stale / 4, onCompromised };
    if (signal?.aborted) throw new Interrupted('stopped before the first step; run the same command to start');
    while (!signal?.aborted) {
      try {
        return await lock(lockfilePath, options);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
      }
      onWait?.();
      await wait(250);
    }
    throw new Interrupted('stopped while waiting: another process is working on the same cell');
  }
}

const lostLock = (after: number): string =>
  `its process stood still for over ${timeText(after / 1000)}, so another one may have taken over the cell; run the same command to resume`;

/** Throws UserError if `--runs` is no path or no folder; it may be missing. */
export function checkRunsFolder(runs: string): void {
  if (runs.includes('\0')) throw new UserError(`--runs = ${JSON.stringify(runs)}: not a path`);
  if (statSync(runs, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UserError(`--runs = ${JSON.stringify(runs)}: not a folder`);
}

/** Where records go: `--runs`, or `runs/` in the current folder. */
export function runFolder(runs: string, experiment: string): string {
  checkRunsFolder(runs);
  return join(runs, experiment);
}
