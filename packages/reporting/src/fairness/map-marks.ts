import type { FigureModel, Json, JsonObject, RunRecord, TableRow } from '@alignclip/core';
import { runsByVariant, type VariantRuns } from '../records';
import { signsOf } from '../rendering/text';

type Fit = NonNullable<RunRecord['maps']>[number];

const fitsOf = ({ runs }: VariantRuns): readonly Fit[] => runs[0]?.maps ?? [];

/** What is unfair about the maps of a variant: one was fitted on a split that its scores are of. */
export const fittedOnScored = (row: VariantRuns): string[] =>
  fitsOf(row)
    .filter(({ fitOn, scoredOn }) => scoredOn.includes(fitOn))
    .map(({ type, fitOn }) => `being fitted on what is scored (map ${type}, split "${fitOn}")`);

/** Maps for which what happens to an item depends on the others that are scored. */
const transductiveMaps = (row: VariantRuns): string[] =>
  fitsOf(row).flatMap(({ type, transductive }) => (transductive ? [type] : []));

/** The signs of its maps after the name of a variant, wherever its numbers stand: § transductive, † fitted on what is scored. */
export function markedName(row: VariantRuns): string {
  const fitted = fittedOnScored(row);
  return `${row.variant}${signsOf(rowMarks(row, fitted.length > 0 ? fitted : undefined))}`;
}

/** The marked name of each variant, by its plain one. */
export const markedNames = (variants: readonly VariantRuns[]): ReadonlyMap<string, string> =>
  new Map(variants.map((row) => [row.variant, markedName(row)]));

/** The marks of a row of a table; `unfair`: what `checkFairness` found. */
export function rowMarks(row: VariantRuns, unfair?: readonly string[]): Pick<TableRow, 'unfair' | 'transductive'> {
  const transductive = transductiveMaps(row);
  return { ...(unfair && { unfair }), ...(transductive.length > 0 && { transductive }) };
}

/** A sentence for each sign, with the variants that have it. */
export function markNotes(variants: readonly VariantRuns[]): string[] {
  const fitted = variants.flatMap((row) => fittedOnScored(row).map((text) => `${row.variant} differs in ${text}`));
  return [
    ...transductiveNotes(variants),
    ...(fitted.length > 0 ? [`† No fair comparison: ${fitted.join('; ')}.`] : []),
  ];
}

function transductiveNotes(variants: readonly VariantRuns[]): string[] {
  const seeing = variants.flatMap((row) => transductiveMaps(row).map((type) => `${row.variant} (${type})`));
  if (seeing.length === 0) return [];
  return [`§ Transductive, because ${depends}: ${seeing.join(', ')}.`];
}

const depends = 'what happens to an item depends on the others that are scored';

/** Clauses about these variants for an answer or the evidence of a claim. */
export const transductiveTexts = (records: readonly RunRecord[], names: readonly string[]): string[] =>
  runsByVariant(records)
    .filter(({ variant }) => names.includes(variant))
    .flatMap((row) => transductiveMaps(row).map((type) => `${row.variant} is transductive (${type}): ${depends}`));

/** Sentences about variants whose numbers come from seeing all scored items at once, or are none of what their map is for, and what maps say of their fit. */
export function mapNotes(variants: readonly VariantRuns[]): string[] {
  const within = variants.flatMap((row) =>
    fitsOf(row).flatMap(({ type, withinModality }) => (withinModality ? [`${row.variant} (${type})`] : [])),
  );
  const said = variants.flatMap((row) =>
    fitsOf(row).flatMap(({ type, note }) => (note === undefined ? [] : [`Map ${type} of ${row.variant} ${note}.`])),
  );
  const made = 'Made for search within a modality, so that numbers across modalities show nothing of it';
  return [...transductiveNotes(variants), ...(within.length > 0 ? [`${made}: ${within.join(', ')}.`] : []), ...said];
}

/**
 * The figure with the signs of their maps after the names of variants: in data and channels called `variant`, and in titles
 * of plots. Notes say what they stand for.
 */
export function markFigure(model: FigureModel, records: readonly RunRecord[]): FigureModel {
  const variants = runsByVariant(records);
  const notes = markNotes(variants);
  if (model.spec === undefined || notes.length === 0) return model;
  return {
    ...model,
    spec: renamed(model.spec, markedNames(variants)) as JsonObject,
    notes: [...model.notes, ...notes],
  };
}

type Names = ReadonlyMap<string, string>;

function renamed(value: Json, names: Names): Json {
  if (isList(value)) return value.map((inner) => renamed(inner, names));
  if (typeof value !== 'object' || value === null) return value;
  const isChannel = value['field'] === 'variant';
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => {
    if (key === 'variant') return [key, nameOf(inner, names)];
    if (key === 'title') return [key, renamedTitle(inner, names)];
    if (isChannel && (key === 'sort' || key === 'scale')) return [key, renamedDomain(inner, names)];
    return [key, renamed(inner, names)];
  });
  return Object.fromEntries(entries);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const nameOf = (value: Json, names: Names): Json => (typeof value === 'string' ? (names.get(value) ?? value) : value);

const renamedTitle = (title: Json, names: Names): Json =>
  typeof title === 'object' && title !== null && !isList(title) && title['text'] !== undefined
    ? { ...title, text: nameOf(title['text'], names) }
    : title;

/** A list of variants, or a scale with one. */
function renamedDomain(value: Json, names: Names): Json {
  if (isList(value)) return value.map((name) => nameOf(name, names));
  if (typeof value !== 'object' || value === null || value['domain'] === undefined) return value;
  return { ...value, domain: renamedDomain(value['domain'], names) };
}
