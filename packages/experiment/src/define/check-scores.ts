import {
  type AnyComponent,
  nearestNames,
  slipsOf,
  unknownName,
  UserError,
  type Json,
  type Spec,
} from '@alignclip/core';
import { variantsOf } from './check-config';
import type { ExperimentDefinition } from './define-experiment';
import type { Registry } from './registry';
import type { RunConfig } from './run-config';

/**
 * Checks the scores and variants that questions, tables, figures and claims name: a score that no evaluator of these
 * configurations can write, or a variant that no profile has, is a mistake where a similar one exists. Throws UserError
 * naming it. Returns a line for each question whose score belongs to an evaluator that is missing altogether.
 */
export function checkScores(
  definition: ExperimentDefinition,
  configs: readonly RunConfig[],
  registry: Registry,
): string[] {
  const evaluators = new Map(
    configs.flatMap(({ evaluators: specs }) =>
      specs.map((spec) => [nameOf(spec), { spec, endings: registry.find(spec).scoreEndings }]),
    ),
  );
  const splits = new Set([...evaluators.values()].flatMap(({ spec }) => textsIn(spec.options['splits'])));
  const parts = (['questions', 'tables', 'figures', 'claims'] as const).flatMap(
    (slot): readonly Spec[] => definition[slot] ?? [],
  );
  for (const spec of parts) checkVariants(spec, variantsOf(definition));
  for (const spec of parts)
    for (const score of scoresIn(spec.options)) {
      const near = misspelt(score, evaluators, splits);
      if (near === undefined) continue;
      const hint = near.map((name) => `"${name}"`).join(' or ');
      throw new UserError(`${titleOf(spec)}: no evaluator writes the score "${score}"; did you mean ${hint}?`);
    }
  return (definition.questions ?? []).flatMap((spec) =>
    scoresIn(spec.options)
      .filter((score) => !evaluators.has(score.split('/')[0]!))
      .map((score) => `${titleOf(spec)}: can't be answered, because no evaluator writes the score "${score}"`),
  );
}

interface Writer {
  readonly spec: Spec;
  /** Absent if its scores may have any name. */
  readonly endings: AnyComponent['scoreEndings'];
}

const nameOf = ({ type, options: { name } }: Spec): string => (typeof name === 'string' ? name : type);

const textsIn = (value: Json | undefined): string[] =>
  [value].flat(2).filter((one): one is string => typeof one === 'string');

/** `question "Does it help?"`, `score-table "Table 1"`. */
function titleOf({ type, options }: Spec): string {
  const title = options['question'] ?? options['title'] ?? options['claim'];
  return typeof title === 'string' ? `${type} "${title}"` : type;
}

function checkVariants(spec: Spec, known: readonly string[]): void {
  for (const wanted of namesIn(spec.options, ['baseline', 'treatment', 'pairs', 'null', 'remedies'])) {
    if (known.includes(wanted)) continue;
    const lower = wanted.toLowerCase();
    const near = [...known.filter((name) => name.toLowerCase() === lower), ...slipsOf(wanted, known)];
    if (near.length > 0) throw unknownName(`variant of ${titleOf(spec)}:`, wanted, known);
  }
}

/** The scores that options name, at any depth. */
const scoresIn = (options: Json): string[] => namesIn(options, ['score']);

/** The texts in options of these names, at any depth. */
function namesIn(options: Json, names: readonly string[]): string[] {
  if (typeof options !== 'object' || options === null) return [];
  return Object.entries(options).flatMap(([key, value]) =>
    names.includes(key) ? textsIn(value) : namesIn(value, names),
  );
}

/** The scores that are meant by one that can't exist; undefined where it may exist, or where nothing is similar. */
function misspelt(
  score: string,
  evaluators: ReadonlyMap<string, Writer>,
  splits: ReadonlySet<string>,
): string[] | undefined {
  const [name = '', ...path] = score.split('/');
  const evaluator = evaluators.get(name);
  if (evaluator === undefined)
    return nonEmpty(slipsOf(name, [...evaluators.keys()]).map((near) => [near, ...path].join('/')));
  const { endings, spec } = evaluator;
  const last = path.at(-1) ?? '';
  if (
    endings !== undefined &&
    !endings.some((ending) => (typeof ending === 'string' ? ending === last : ending.test(last)))
  ) {
    const known = endings.map((ending) => (typeof ending === 'string' ? ending : example(ending)));
    const near = [slipsOf(last, known), nearestNames(last, known), known].find((names) => names.length > 0)!;
    return near.map((ending) => [name, ...path.slice(0, -1), ending].join('/'));
  }
  const [split = ''] = path;
  if (path.length < 2 || splits.has(split) || spec.type === 'sts') return undefined;
  return nonEmpty(slipsOf(split, [...splits]).map((near) => [name, near, ...path.slice(1)].join('/')));
}

const nonEmpty = (names: string[]): string[] | undefined => (names.length > 0 ? names : undefined);

const example = (ending: RegExp): string =>
  ending.source.replace(/^\^|\$$/g, '').replace(/\[\\d[^\]]*\]\+|\\d\+/g, '1');
