import type { RunRecord } from '@alignclip/core';
import { canonicalJson, contentHash } from '@alignclip/core';
import { readEventFile } from '@alignclip/formats';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { eventFileName } from '../store/run-events';
import { RunStore } from '../store/run-store';
import { weightsOf } from './weights-of';

/** The differences between two folders of results of one experiment, except times and places; empty if they are equal. */
export async function differences(calm: string, other: string): Promise<string[]> {
  return [
    ...differentRecords(calm, other),
    ...(await differentCheckpoints(calm, other)),
    ...differentEvents(calm, other),
  ];
}

function differentRecords(calm: string, other: string): string[] {
  const [mine, theirs] = [new RunStore(calm).readAll(), new RunStore(other).readAll()];
  const found = new Map(theirs.records.map((record) => [nameOf(record), record]));
  const wrong = mine.records.flatMap((record) => {
    const twin = found.get(nameOf(record));
    if (twin === undefined) return [`${nameOf(record)}: no record`];
    const parts = ['key', 'config', 'parameters', 'curves', 'scores', 'intervals', 'details'] as const;
    return parts
      .filter((part) => contentHash(record[part]) !== contentHash(twin[part]))
      .map((part) => `${nameOf(record)}: ${part} differ`);
  });
  const extra = theirs.records.length - mine.records.length;
  return [...theirs.problems, ...wrong, ...(extra > 0 ? [`${extra} records too many`] : [])];
}

const nameOf = ({ variant, seed }: RunRecord): string => `${variant} · seed ${seed}`;

/** The points of event files must be the same, each once. */
function differentEvents(calm: string, other: string): string[] {
  const [mine, theirs] = [calm, other].map((folder) => readdirSync(join(folder, 'tensorboard')).sort());
  if (mine!.join() !== theirs!.join()) return [`event files: of ${mine!.join()}, now ${theirs!.join()}`];
  const points = (folder: string, name: string) =>
    readEventFile(join(folder, 'tensorboard', name, eventFileName))
      .points.map((point) => canonicalJson(point))
      .sort();
  return mine!
    .filter((name) => points(calm, name).join() !== points(other, name).join())
    .map((name) => `${name}: its event file has other points`);
}

async function differentCheckpoints(calm: string, other: string): Promise<string[]> {
  const [mine, theirs] = [calm, other].map((folder) => readdirSync(join(folder, 'checkpoints')).sort());
  if (mine!.join() !== theirs!.join())
    return [`checkpoints: ${mine!.length} of ${mine!.join()}, now ${theirs!.join()}`];
  const wrong: string[] = [];
  for (const name of mine!) {
    const [a, b] = await Promise.all([calm, other].map((folder) => weightsOf(join(folder, 'checkpoints', name))));
    wrong.push(
      ...Object.keys({ ...a, ...b })
        .filter((tensor) => a![tensor] !== b![tensor])
        .map((tensor) => `${name}: ${tensor} differs`),
    );
  }
  return wrong;
}
