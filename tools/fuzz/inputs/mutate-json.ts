import type { Random } from '@alignclip/core';
import { chosen, drawn, happens } from './draw';
import { hostileJson, hostileText } from './hostile';

type Fields = Record<string, unknown>;

/** A value of JSON with one to four of its nodes changed; some texts name a field twice. */
export function mutateJson(random: Random, value: unknown): string {
  let changed = value;
  do changed = changedOnce(random, changed);
  while (happens(random, 0.4));
  const text = JSON.stringify(changed);
  const twice = happens(random, 0.05) ? /"[^"\\]*":/.exec(text)?.[0] : undefined;
  return twice === undefined ? text : text.replace(twice, () => `${twice}0,${twice}`);
}

/** Walks down by chance and changes what it comes to. */
function changedOnce(random: Random, value: unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && happens(random, 0.85)) return changedList(random, value);
  if (value !== null && typeof value === 'object' && !Array.isArray(value) && happens(random, 0.9)) {
    return changedFields(random, value as Fields);
  }
  return drawn(random, hostileJson);
}

function changedList(random: Random, list: readonly unknown[]): unknown[] {
  const at = random.integer(list.length);
  const some = [...list.slice(0, at), changedOnce(random, list[at]), ...list.slice(at + 1)];
  if (happens(random, 0.8)) return some;
  return chosen(random, [[], [...some, ...some], list.toSpliced(at, 1), [...list, drawn(random, hostileJson)]]);
}

function changedFields(random: Random, fields: Fields): Fields {
  const names = Object.keys(fields);
  const name = names.length > 0 && happens(random, 0.95) ? chosen(random, names) : drawn(random, hostileText);
  const entries = Object.entries(fields).filter(([one]) => one !== name);
  if (happens(random, 0.12)) return Object.fromEntries(entries);
  if (happens(random, 0.05)) entries.push([drawn(random, hostileText), fields[name]]);
  return Object.fromEntries([...entries, [name, changedOnce(random, fields[name])]]);
}
