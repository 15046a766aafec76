import { UserError, type Json, type Spec } from '@alignclip/core';
import { specOf, type Registry } from '@alignclip/experiment';
import type { Command } from 'commander';
import { parseSettings } from './sweep-options';

export interface MapOptions {
  readonly map?: readonly string[];
}

/** The option that names maps on embeddings. */
export const withMaps = (command: Command): Command =>
  command.option(
    '--map <map...>',
    'maps on embeddings, in this order: centring, or with options centring:lambda=0.5,fitOn=val (alignclip list components maps)',
  );

/** The maps of `NAME`, `NAME:option=value,…` or JSON texts. Throws UserError naming similar names. */
export const mapSpecs = (registry: Registry, { map = [] }: MapOptions): Spec<'maps'>[] =>
  map.map((text) => {
    const [type, given] = text.trimStart().startsWith('{') ? [text] : split(text);
    if (given === undefined) return specOf(registry, 'maps', type);
    if (given === '')
      throw new UserError(`--map ${text}: write options after the colon, for example ${type}:fitOn=val`);
    const settings = parseSettings(given.split(','), `--map ${text}: option`, 'lambda=0.5');
    const options = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, numberOf(value)]));
    return specOf(registry, 'maps', JSON.stringify({ type, options }));
  });

function split(text: string): [string, string?] {
  const at = text.indexOf(':');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** JSON has no .25. */
const numberOf = (value: Json): Json => (typeof value === 'string' && /^-?\.\d+$/.test(value) ? Number(value) : value);
