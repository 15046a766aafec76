import type { RunRecord } from '@alignclip/core';
import diff from 'microdiff';

type Config = RunRecord['config'];
type Options = Record<string, unknown>;
type ChosenComponent = { readonly type: string; readonly options: Options };

/** A place where two configurations differ: `trainer.steps`, `losses.intraModalitySeparation.weight`, `schedule`. */
export interface ConfigDifference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Where `after` differs from `before`. A component that is replaced, or that only one of them has, is one difference with
 * types as values. Components of a list are named by their type in camelCase.
 */
export function configDifferences(before: Config, after: Config): ConfigDifference[] {
  const [a, b] = [componentsByPath(before), componentsByPath(after)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((path) =>
    componentDifferences(path, a.get(path), b.get(path)),
  );
}

function componentDifferences(
  path: string,
  a: ChosenComponent | undefined,
  b: ChosenComponent | undefined,
): ConfigDifference[] {
  if (a?.type !== b?.type || a === undefined || b === undefined) return [{ path, before: a?.type, after: b?.type }];
  return diff(a.options, b.options).map((change) => ({
    path: [path, ...change.path].join('.'),
    before: 'oldValue' in change ? (change.oldValue as unknown) : undefined,
    after: 'value' in change ? (change.value as unknown) : undefined,
  }));
}

function componentsByPath(config: Config): Map<string, ChosenComponent> {
  return new Map(
    Object.entries(config).flatMap(([slot, filled]): [string, ChosenComponent][] =>
      Array.isArray(filled) ? listed(slot, filled) : [[slot, filled]],
    ),
  );
}

/** The second of two components of one type is named `type#2`. */
const listed = (slot: string, components: readonly ChosenComponent[]): [string, ChosenComponent][] =>
  components.map((component, i) => {
    const earlier = components.slice(0, i).filter(({ type }) => type === component.type).length;
    return [`${slot}.${camelCase(component.type)}${earlier === 0 ? '' : `#${earlier + 1}`}`, component];
  });

const camelCase = (type: string): string => type.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** One difference between two runs: its kind and its place. */
export interface Difference {
  /** In plain words: `steps`, `learning rate`, `code`. */
  readonly kind: string;
  /** `trainer.steps: 400 → 1500` */
  readonly text: string;
}

/** One phrase for each kind: `towers (imageEncoder.width: 64 → 90; textEncoder.width: 64 → 90)`. */
export function phrases(differences: readonly Difference[]): string[] {
  const byKind = new Map<string, Set<string>>();
  for (const { kind, text } of differences) byKind.set(kind, (byKind.get(kind) ?? new Set()).add(text));
  return [...byKind].map(([kind, texts]) => `${kind} (${[...texts].join('; ')})`);
}

/** A value of a configuration on one line, short. */
export function shortValue(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? 'none' : JSON.stringify(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
