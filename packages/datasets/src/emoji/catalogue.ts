import emojis from 'emojibase-data/en/data.json';
import groupNames from 'emojibase-data/meta/groups.json';
import { z } from 'zod';
import { conceptOf, sideOf, type Side } from './concept';
import knownSubgroups from './subgroups.json';

/** One base emoji (no skin-tone variants, no components). */
export interface Emoji {
  /** Code points in lower-case hex without leading zeros and variation selectors, joined by '-'. */
  readonly code: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly concept: string;
  readonly side: Side;
  readonly labels: Readonly<Record<string, string>>;
}

/** A subgroup with at least this many members is a class of the set `subgroup`. */
const minMembers = 15;
const componentGroup = 2;

/** The key of an emoji across packages, which differ in case, padding and variation selectors. */
export const emojiCode = (hexcode: string): string =>
  hexcode
    .toLowerCase()
    .split('-')
    .filter((point) => point !== 'fe0f')
    .map((point) => point.replace(/^0+/, ''))
    .join('-');

const entry = z.object({
  hexcode: z.string(),
  label: z.string(),
  tags: z.array(z.string()).default([]),
  group: z.int().optional(),
  subgroup: z.int().optional(),
});
const names = z.record(z.string(), z.string());
const groupings = z.object({ groups: names, subgroups: names });
const details = z.record(z.string(), z.strictObject({ name: z.string().optional(), coarse: z.string().optional() }));

let all: readonly Emoji[] | undefined;

/** All emoji in Unicode's order. */
export const catalogue = (): readonly Emoji[] => (all ??= readCatalogue());

function readCatalogue(): Emoji[] {
  const { groups, subgroups } = groupings.parse(groupNames);
  const base = z
    .array(entry)
    .parse(emojis)
    .flatMap(({ group, subgroup, ...emoji }) =>
      group === undefined || subgroup === undefined || group === componentGroup
        ? []
        : [{ ...emoji, group: groups[group]!, subgroup: subgroups[subgroup]! }],
    );
  const members = new Map<string, number>();
  for (const { subgroup } of base) members.set(subgroup, (members.get(subgroup) ?? 0) + 1);
  const known = details.parse(knownSubgroups);
  const labelsOf = (name: string, group: string, subgroup: string): Record<string, string> => {
    const { name: className = subgroup.replaceAll('-', ' '), coarse } = known[subgroup] ?? {};
    return {
      group: group.replace('-', ' and '),
      ...(members.get(subgroup)! >= minMembers && { subgroup: className }),
      ...(coarse !== undefined && { coarse }),
      name,
    };
  };
  return base.map(({ hexcode, label, tags, group, subgroup }) => {
    const concept = conceptOf(label);
    const labels = labelsOf(label, group, subgroup);
    return { code: emojiCode(hexcode), name: label, tags, concept, side: sideOf(concept), labels };
  });
}
