import { defineComponent, Question, type Answer, type RunRecord, type SeedsRule, type Verdict } from '@alignclip/core';
import { z } from 'zod';
import { judgeBySeeds } from './comparison/judge-by-seeds';
import { compareVariants, effectText, shortRuns } from './comparison/paired-scores';
import { statementOf } from './comparison/statements';
import { unfairDifferences } from './fairness/fairness';
import { transductiveTexts } from './fairness/map-marks';
import type { FrontierVerdict } from './frontier/judge-frontier';
import { frontierPart } from './frontier/frontier-part';
import { offFrontierOption } from './frontier/options';
import { betterDirection, fairness, formatOf, namedMeasure } from './options';
import { sentenceCase } from './rendering/text';

const measured = { ...namedMeasure, better: betterDirection };
const options = z.strictObject({
  question: z.string().min(1).describe('the question in words'),
  baseline: z.string().min(1).describe('variant to compare with'),
  treatment: z.string().min(1).describe('variant that a yes calls better'),
  ...measured,
  ...fairness,
  alsoReport: z
    .array(z.strictObject(measured))
    .default([])
    .describe('scores that show what the answer costs; they do not decide it'),
  offFrontier: offFrontierOption,
  margin: z
    .number()
    .positive()
    .optional()
    .describe(
      'improvement too small to matter, in the unit of the score: where a larger one is excluded the answer is no',
    ),
  paper: z.enum(['yes', 'no']).optional().describe("the paper's answer"),
  paperScale: z.string().min(1).default('at CC12M scale').describe('the scale of the paper in words'),
});
type Options = z.output<typeof options>;

/** Compares a treatment with a baseline on the same seeds and says in words what the records show. */
export const question = defineComponent(Question)({
  type: 'question',
  options,
  create: (options) => ({
    question: options.question,
    answer: (records, seeds: SeedsRule = 'named') => answer(options, records, seeds),
    statements: [statementOf(options, options, { margin: options.margin })],
  }),
});

function answer(options: Options, records: readonly RunRecord[], seeds: SeedsRule): Answer {
  const comparison = compareVariants(records, options, options.score);
  if (comparison === undefined) {
    const missing = `no seed has ${options.name} of both ${options.baseline} and ${options.treatment}`;
    return answerOf('undecided', [`${options.question} No answer yet: ${missing}.`]);
  }
  const tooShort = shortRuns(records, options);
  if (tooShort !== undefined) return answerOf('none', [`${options.question} No verdict.`, asLine([tooShort])]);
  const guard = options.offFrontier && frontierPart(records, [options.treatment], options.offFrontier, 2)[0]!;
  const statement = statementOf(options, options, { margin: options.margin });
  const judged = judgeBySeeds(records, statement, comparison, seeds);
  const verdict = guarded(asked[judged.verdict], guard?.verdict);
  const unfair = unfairDifferences(judged.records, options);
  const unfairness = unfair.map((difference) => `not a fair comparison, the two also differ in ${difference}`);
  const transductive = transductiveTexts(judged.records, [options.baseline, options.treatment]);
  const limits = [...judged.limits, ...unfairness, ...transductive];
  const lines = [
    `${options.question} ${words[verdict]} on these data${besidePaper(verdict, options)}.`,
    asLine([judged.effect]),
    ...(guard === undefined ? [] : [`${sentenceCase(guard.text)}.`]),
    ...costs(options, records),
    ...(limits.length === 0 ? [] : [asLine(limits)]),
  ];
  return { ...answerOf(verdict, lines), ...(unfair.length === 0 ? {} : { unfair }) };
}

const asked = { holds: 'yes', fails: 'no', undecided: 'undecided' } as const;

/** Yes only where both are; no where the comparison says no, or temperature alone does as much. */
function guarded(verdict: Exclude<Verdict, 'none'>, guard: FrontierVerdict | undefined): Exclude<Verdict, 'none'> {
  if (guard === undefined || verdict === 'no') return verdict;
  if (guard === 'on') return 'no';
  return guard === 'off' ? verdict : 'undecided';
}

const words: Readonly<Record<Verdict, string>> = { yes: 'Yes', no: 'No', undecided: 'Undecided', none: 'No verdict' };

const answerOf = (verdict: Verdict, lines: readonly string[]): Answer => ({
  verdict,
  lines,
});

const asLine = (clauses: readonly string[]): string => `${sentenceCase(clauses.join('; '))}.`;

function besidePaper(verdict: Verdict, { paper, paperScale }: Options): string {
  if (paper === undefined || paper === verdict) return '';
  return verdict === 'undecided'
    ? `; the paper says ${paper} ${paperScale}`
    : `; the paper found the opposite ${paperScale}`;
}

/** A line for each further score. */
function costs({ alsoReport, ...variants }: Options, records: readonly RunRecord[]): string[] {
  return alsoReport.map((score) => {
    const comparison = compareVariants(records, variants, score.score);
    if (comparison === undefined) return `Downstream: ${score.name} was not measured on any seed of both.`;
    return `Downstream: ${effectText(comparison, { ...score, ...formatOf(score) })}.`;
  });
}
