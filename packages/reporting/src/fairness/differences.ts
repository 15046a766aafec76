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

type Provenance = RunRecord['provenance'];

export interface ProvenanceComparison {
  readonly differences: readonly Difference[];
  /** What cannot be compared, because one of the two lacks it. */
  readonly unknown: readonly string[];
}

/** Compared separately, or without influence on a result. */
const special: ReadonlySet<string> = new Set(['code', 'parts', 'data', 'git', 'alignclip', 'host']);
const required = ['backend', 'versions'];

/** Code of what both runs use, content of their data, and software. */
export function provenanceDifferences(a: RunRecord, b: RunRecord): ProvenanceComparison {
  const [before, after] = [a.provenance, b.provenance];
  const all = [codeDifferences(before, after), dataDifferences(before, after), ...softwareFields(before, after)];
  return {
    differences: all.flatMap(({ differences }) => differences),
    unknown: all.flatMap(({ unknown }) => unknown),
  };
}

const same: ProvenanceComparison = { differences: [], unknown: [] };
const unknownField = (what: string): ProvenanceComparison => ({ differences: [], unknown: [what] });

function codeDifferences(a: Provenance, b: Provenance): ProvenanceComparison {
  if (a.code !== '' && a.code === b.code) return same;
  const { parts } = a;
  if (parts !== undefined && b.parts !== undefined) {
    const changed = Object.keys(b.parts).filter((name) => name in parts && parts[name] !== b.parts![name]);
    return { differences: changed.length === 0 ? [] : [{ kind: 'code', text: firstOf(changed.sort()) }], unknown: [] };
  }
  const isClean = (commit = '') => /^[0-9a-f]+$/.test(commit);
  const areEqual = a.git === b.git && isClean(a.git) && a.alignclip === b.alignclip && isClean(a.alignclip ?? a.git);
  return areEqual ? same : unknownField('code');
}

function dataDifferences(a: Provenance, b: Provenance): ProvenanceComparison {
  if (a.data === '' || b.data === '') return unknownField('data');
  return a.data === b.data ? same : { differences: [{ kind: 'data', text: 'content' }], unknown: [] };
}

/** Each remaining field, also those that later versions add: versions, backend, … */
function softwareFields(a: Provenance, b: Provenance): ProvenanceComparison[] {
  const [before, after] = [a, b] as readonly Readonly<Record<string, unknown>>[];
  const fields = [...new Set([...required, ...Object.keys(a), ...Object.keys(b)])].filter((name) => !special.has(name));
  return fields.map((field) => fieldDifferences(field, before![field], after![field]));
}

/** How products were made in bfloat16: only a run that asks for it says so. */
const optional: readonly string[] = ['bfloat16'];

function fieldDifferences(field: string, a: unknown, b: unknown): ProvenanceComparison {
  if (isEmpty(a) || isEmpty(b)) {
    const isNothing = optional.includes(field) || (isEmpty(a) && isEmpty(b) && !required.includes(field));
    return isNothing ? same : unknownField(field);
  }
  const texts = diff({ [field]: a }, { [field]: b }).flatMap((change) => {
    if (change.type !== 'CHANGE') return [];
    const [before, after] = [String(change.oldValue), String(change.value)];
    if (field === 'packages' && isPart(before, after)) return [];
    return [`${change.path.join('.')}: ${before} → ${after}`];
  });
  return { differences: texts.map((text) => ({ kind: 'software', text })), unknown: [] };
}

/** Versions of a package, "0.6.3, 0.7.3": a component may bring a second one, which the other run doesn't use. */
function isPart(before: string, after: string): boolean {
  const [a, b] = [before.split(', '), after.split(', ')];
  return a.every((version) => b.includes(version)) || b.every((version) => a.includes(version));
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);

const firstOf = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
