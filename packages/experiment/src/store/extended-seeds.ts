import { contentHash, type JsonObject, messageOf, UserError } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const entry = z.strictObject({
  profile: z.string().min(1).max(100),
  settings: z.record(z.string(), z.json()),
  /** Seeds by variant. */
  seeds: z.record(z.string(), z.array(z.int().min(0)).max(10_000)),
});
const content = z.strictObject({ schema: z.literal(1), sweeps: z.array(entry).max(1000) });

/** The seeds that `ablate --until decided` came to, for one profile and its settings. */
type ExtendedSeeds = z.infer<typeof entry>;

interface KeptSeeds {
  readonly profile: string;
  readonly settings: JsonObject;
  readonly seeds: Readonly<Record<string, readonly number[]>>;
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

type Sweep = Pick<KeptSeeds, 'profile' | 'settings'>;
const isOf = (one: Sweep, { profile, settings }: Sweep): boolean =>
  one.profile === profile && contentHash(one.settings) === contentHash(settings);

/** The seeds of this profile with these settings; undefined where it wasn't run until decided. */
export const extendedSeedsOf = (
  folder: string,
  profile: string,
  settings: JsonObject = {},
): ExtendedSeeds['seeds'] | undefined =>
  readExtendedSeeds(folder).find((one) => isOf(one, { profile, settings }))?.seeds;

/** Keeps them in place of the earlier ones of the same variants, profile and settings. */
export async function saveExtendedSeeds(folder: string, { profile, settings, seeds }: KeptSeeds): Promise<void> {
  const known = readExtendedSeeds(folder);
  const others = known.filter((one) => !isOf(one, { profile, settings }));
  const earlier = known.find((one) => isOf(one, { profile, settings }))?.seeds;
  const own = { profile, settings, seeds: { ...earlier, ...seeds } };
  const kept = { schema: 1 as const, sweeps: [...others, own] };
  await writeFileAtomic(pathIn(folder), `${JSON.stringify({ ...kept, checksum: contentHash(kept) }, null, 1)}\n`);
}
