import { noExperiment } from '@alignclip/experiment';
import type { Report } from './make-report';

/**
 * Several reports as one, in their order. Curves, points and settings are those of the first that has a variant: a later
 * one of the same name continues from it, or is the same run.
 */
export function joinedReport(title: string, reports: readonly Report[]): Report {
  const shown = new Set<string>();
  const records = reports.flatMap((report) => {
    const own = report.records.filter(({ variant }) => !shown.has(variant));
    own.forEach(({ variant }) => shown.add(variant));
    return own;
  });
  return {
    title,
    records,
    gaps: reports.flatMap(({ title, gaps }) => gaps.map((gap) => `${title}: ${gap}`)),
    tables: reports.flatMap(({ tables }) => tables),
    figures: reports.flatMap(({ figures }) => figures),
    claims: reports.flatMap(({ claims }) => claims),
    answers: reports.flatMap(({ answers }) => answers),
    registry: reports[0]?.registry ?? noExperiment().registry,
  };
}
