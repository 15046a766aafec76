import type { SourcedReport } from './write-pages';

/**
 * Several reports as one, in their order. Curves, points and settings are those of the first that has a variant: a later
 * one of the same name goes on from it, or is the same run.
 */
export function joinedReport(title: string, parts: readonly SourcedReport[]): SourcedReport {
  const reports = parts.map(({ report }) => report);
  const shown = new Set<string>();
  const records = parts.flatMap(({ source }) => {
    const own = source.records.filter(({ variant }) => !shown.has(variant));
    own.forEach(({ variant }) => shown.add(variant));
    return own;
  });
  const report = {
    title,
    gaps: reports.flatMap(({ title, gaps }) => gaps.map((gap) => `${title}: ${gap}`)),
    tables: reports.flatMap(({ tables }) => tables),
    figures: reports.flatMap(({ figures }) => figures),
    claims: reports.flatMap(({ claims }) => claims),
    answers: reports.flatMap(({ answers }) => answers),
  };
  return { report, source: { records, definition: parts[0]?.source.definition } };
}
