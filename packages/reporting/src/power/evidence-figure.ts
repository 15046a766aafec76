import type { FigureModel, JsonObject, RunRecord, Statement } from '@alignclip/core';
import { logEvidence } from '@alignclip/metrics';
import { significance } from '../comparison/paired-scores';
import { improvementsOf, statementText } from '../comparison/statements';
import { variantChannels } from '../figures/axes';
import { dataOf, emptyFigure, figure, singlePlot } from '../figures/chart';

/** What is decided together, with its name. */
interface DecidedItem {
  readonly title: string;
  readonly statements: readonly Statement[];
}

/** More lines than these can't be told apart. */
const mostLines = 8;

/** How the evidence on each statement grew with the seeds, in the order in which they were added. */
export function evidenceFigure(items: readonly DecidedItem[], records: readonly RunRecord[]): FigureModel {
  const title = 'Evidence over seeds';
  const named = items.flatMap(({ title, statements }) =>
    statements.map((statement) => ({
      statement,
      name: statements.length === 1 ? title : `${title}: ${statementText(statement)}`,
    })),
  );
  const lines = named.map(({ name, statement }) => ({ name, points: pointsOf(statement, records) }));
  const drawn = lines.filter(({ points }) => points.length > 0).slice(0, mostLines);
  const text = {
    title,
    description: `For each question the base-10 logarithm of its e-value after each seed, above 0 where it speaks for it, below 0 where it speaks against it. ${drawn.length} lines.`,
  };
  if (drawn.length === 0) return emptyFigure(text, 'No comparison has two seeds with a spread yet.');
  const rows = drawn.flatMap(({ name, points }) => points.map((point) => ({ variant: name, ...point })));
  const names = drawn.map(({ name }) => name);
  const left = lines.length - drawn.length;
  const hasMargin = items.some(({ statements }) => statements.some(({ level }) => level > significance));
  return figure(text, bodyOf(rows, names), [
    'E-values of the t test for paired differences, valid at every number of seeds: one that passes 20 (the dashed lines) decides at .05. Below 0: evidence for the opposite, which refutes a claim of several comparisons only at 20 times their number.',
    ...(hasMargin ? ['Within a margin, tested one way at .05, a claim holds from 10 on.'] : []),
    ...(left > 0 ? [`${left} more comparisons are not drawn.`] : []),
  ]);
}

function pointsOf(statement: Statement, records: readonly RunRecord[]): JsonObject[] {
  const values = improvementsOf(records, statement);
  return values.flatMap((_, i) => {
    const seen = values.slice(0, i + 1);
    const evidence = signedEvidence(seen, statement);
    return evidence === undefined ? [] : [{ seeds: seen.length, evidence }];
  });
}

/** Base-10 logarithm of the e-value that speaks least for the statement: of two bounds the nearer, or the one that is passed. */
function signedEvidence(values: readonly number[], { above, below }: Statement): number | undefined {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const inside = [mean - above, ...(below === undefined ? [] : [below - mean])];
  const evidence = inside.flatMap((distance, i) => {
    const size = logEvidence(values, i === 0 ? above : below!);
    return size === undefined ? [] : [(Math.sign(distance) * Math.max(0, size)) / Math.LN10];
  });
  return evidence.length === 0 ? undefined : Math.min(...evidence);
}

function bodyOf(rows: readonly JsonObject[], names: readonly string[]): JsonObject {
  const { color, strokeDash } = variantChannels(names, 'line');
  const y = { field: 'evidence', type: 'quantitative', title: 'log₁₀ e-value, signed' };
  const x = { field: 'seeds', type: 'quantitative', title: 'seeds', axis: { tickMinStep: 1, format: 'd' } };
  const limit = Math.log10(1 / significance);
  return {
    data: dataOf(rows),
    ...singlePlot,
    layer: [
      { mark: { type: 'line', strokeWidth: 2 }, encoding: { x, y, color, strokeDash } },
      { mark: { type: 'point', filled: true, size: 30 }, encoding: { x, y, color } },
      {
        data: dataOf([{ evidence: limit }, { evidence: -limit }]),
        mark: { type: 'rule', strokeDash: [4, 4], color: '#666666' },
        encoding: { y },
      },
    ],
  };
}
