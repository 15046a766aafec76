import type { RunRecord } from '@alignclip/core';
import diff from 'microdiff';
import type { Difference } from './config-differences';

type Provenance = RunRecord['provenance'];

export interface ProvenanceComparison {
  readonly differences: readonly Difference[];
  /** What cannot be compared, because one of the two lacks it. */
  readonly unknown: readonly string[];
}

/** Compared separately, or without influence on a result. */
const special: ReadonlySet<string> = new Set(['code', 'parts', 'data', 'git', 'alignclip', 'host']);
const required = ['backend', 'versions'];

/** Code of what both runs use, content of their data, software and tuning budget. */
export function provenanceDifferences(a: RunRecord, b: RunRecord): ProvenanceComparison {
  const [before, after] = [a.provenance, b.provenance];
  const all = [
    codeDifferences(before, after),
    dataDifferences(before, after),
    ...softwareFields(before, after),
    fieldDifferences('tuning', a.tuning, b.tuning),
  ];
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

function fieldDifferences(field: string, a: unknown, b: unknown): ProvenanceComparison {
  if (isEmpty(a) || isEmpty(b))
    return isEmpty(a) && isEmpty(b) && !required.includes(field) ? same : unknownField(field);
  const changes = diff({ [field]: a }, { [field]: b }).filter(({ type }) => type === 'CHANGE');
  const kind = field === 'tuning' ? 'tuning budget' : 'software';
  const texts = changes.map((change) =>
    change.type === 'CHANGE' ? `${change.path.join('.')}: ${String(change.oldValue)} → ${String(change.value)}` : '',
  );
  return { differences: texts.map((text) => ({ kind, text })), unknown: [] };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);

const firstOf = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
