import { messageOf, systemReason, UserError } from '@alignclip/core';
import { makeFolder, writeFileAtomic } from '@alignclip/formats';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const shard = z.strictObject({
  file: z.string(),
  examples: z.int().min(0),
  /** Items of the source read when it was finished, including corrupt ones. */
  items: z.int().min(0),
});

const schema = z.strictObject({
  source: z.string(),
  split: z.string(),
  perShard: z.int().min(1),
  shards: z.array(shard),
  damaged: z.int().min(0),
  complete: z.boolean(),
});

/** What is converted of a split, stored next to the shards so that a stopped conversion can resume. */
export type ShardPlan = z.output<typeof schema>;

export interface PlanKey {
  readonly folder: string;
  /** Fingerprint of the data set. */
  readonly source: string;
  readonly split: string;
  readonly perShard: number;
}

const pathOf = ({ folder, split }: Pick<PlanKey, 'folder' | 'split'>) => join(folder, `${split}.shards.json`);

/** The state of the conversion. Throws UserError if the folder contains shards of other data. */
export async function openPlan(key: PlanKey): Promise<ShardPlan> {
  const { folder, source, split, perShard } = key;
  checkSplitName(split);
  makeOutFolder(folder);
  await removeUnfinished(folder, split);
  const path = pathOf(key);
  if (!existsSync(path)) return { source, split, perShard, shards: [], damaged: 0, complete: false };
  const kept = schema.safeParse(parsed(readFileSync(path, 'utf8'))).data;
  if (kept?.source === source && kept.perShard === perShard) return kept;
  throw new UserError(
    `${path} belongs to other data or another shard size: choose another folder, or delete it and its shards`,
  );
}

function makeOutFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new UserError(`--out "${folder}" is a file; it must be a folder`);
    if (code === 'ENOTDIR') throw new UserError(`--out "${folder}" lies below a file; it must be a folder`);
    throw new UserError(`--out "${folder}": ${systemReason(error) ?? messageOf(error)}`);
  }
}

/** A split can be named by a file, and its name becomes part of names of files. */
function checkSplitName(split: string): void {
  if (/^[^./\\\p{Cc}][^/\\\p{Cc}]*$/u.test(split) && Buffer.byteLength(split) <= 100) return;
  throw new UserError(
    `the split ${JSON.stringify(split)} can't be part of the name of a file: give it another name with the option "splits"`,
  );
}

export const keepPlan = (folder: string, plan: ShardPlan): Promise<void> =>
  writeFileAtomic(pathOf({ folder, split: plan.split }), `${JSON.stringify(plan, null, 1)}\n`);

/** Deletes unfinished files of a killed conversion. */
async function removeUnfinished(folder: string, split: string): Promise<void> {
  const unfinished = (await readdir(folder)).filter((name) => name.startsWith(`.${split}-`) && name.endsWith('.tmp'));
  for (const name of unfinished) await rm(join(folder, name));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
