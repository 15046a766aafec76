import { contentHash, type JsonObject, messageOf, UserError } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunStore } from './run-store';

const entry = z.strictObject({
  profile: z.string().min(1).max(100),
  settings: z.record(z.string(), z.json()),
  /** Seeds by variant. */
  seeds: z.record(z.string(), z.array(z.int().min(0)).max(10_000)),
});
const content = z.strictObject({ schema: z.literal(1), sweeps: z.array(entry).max(1000) });

/** The seeds that `ablate --until decided` came to, for one profile and its settings. */
type ExtendedSeeds = z.infer<typeof entry>;

interface Sweep {
  readonly profile: string;
  readonly settings: JsonObject;
}

const pathIn = (folder: string): string => join(folder, 'until-decided.json');

/** Of every profile; none without a file. Throws UserError where the file is not as it was written. */
export function readExtendedSeeds(folder: string): readonly ExtendedSeeds[] {
  const path = pathIn(folder);
  if (!existsSync(path)) return [];
  const refuse = (why: string) =>
    new UserError(
      `${path}: ${why}; remove it and run \`alignclip ablate --until decided\` again: finished cells are kept`,
    );
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw refuse(messageOf(error));
  }
  const { checksum, ...rest } = z.looseObject({ checksum: z.string().optional() }).safeParse(found).data ?? {};
  const parsed = content.safeParse(rest);
  if (!parsed.success) throw refuse(`corrupt: field "${parsed.error.issues[0]?.path.join('.')}"`);
  if (checksum !== contentHash(parsed.data)) throw refuse('corrupt: its values do not match its checksum');
  return parsed.data.sweeps;
}

const isOf = (one: Sweep, { profile, settings }: Sweep): boolean =>
  one.profile === profile && contentHash(one.settings) === contentHash(settings);

/** The seeds of this profile with these settings; undefined where it wasn't run until decided. */
export const extendedSeedsOf = (
  folder: string,
  profile: string,
  settings: JsonObject = {},
): ExtendedSeeds['seeds'] | undefined =>
  readExtendedSeeds(folder).find((one) => isOf(one, { profile, settings }))?.seeds;

type SeedsByVariant = Readonly<Record<string, readonly number[]>>;

/**
 * Keeps the seeds that a sweep comes to, in place of those that it, or an earlier one of this profile and these settings,
 * came to. Where another process has changed those meanwhile, both sweeps' seeds are kept; the file is read and written
 * under a lock, so that none gets lost. Rejects with UserError where the file is not as it was written.
 */
export function extendedSeedsKeeper(store: RunStore, sweep: Sweep): (seeds: SeedsByVariant) => Promise<void> {
  const { folder } = store;
  const kept = () => readExtendedSeeds(folder).find((one) => isOf(one, sweep))?.seeds;
  let known: SeedsByVariant | undefined = kept();
  let foreign: SeedsByVariant = {};
  return (seeds) =>
    store.exclusively('until-decided', async () => {
      const now = kept();
      if (contentHash(now ?? {}) !== contentHash(known ?? {})) foreign = bothSeeds(foreign, now ?? {});
      known = { ...now, ...bothSeeds(foreign, seeds) };
      const others = readExtendedSeeds(folder).filter((one) => !isOf(one, sweep));
      const content = { schema: 1 as const, sweeps: [...others, { ...sweep, seeds: known }] };
      const text = JSON.stringify({ ...content, checksum: contentHash(content) }, null, 1);
      await writeFileAtomic(pathIn(folder), `${text}\n`);
    });
}

const bothSeeds = (some: SeedsByVariant, others: SeedsByVariant): Record<string, number[]> =>
  Object.fromEntries(
    Object.keys({ ...some, ...others }).map((variant) => [
      variant,
      [...new Set([...(some[variant] ?? []), ...(others[variant] ?? [])])].sort((a, b) => a - b),
    ]),
  );
