import { defineComponent, Question, type Answer, type RunRecord, type Verdict } from '@alignclip/core';
import { z } from 'zod';
import { formatOf, measure } from './measure';
import { comparePairs } from './questions/compare-pairs';
import { describeComparison } from './questions/describe-comparison';
import { fairnessOfQuestion } from './questions/fairness-of-question';
import { verdictOf } from './questions/verdict';
import { measuredPairs } from './records/measured-pairs';
import { fairness } from './tables/options';

const claim = { name: z.string().min(1), ...measure, better: z.enum(['lower', 'higher']) };
const options = z.strictObject({
  question: z.string().min(1),
  /** Names of variants. */
  baseline: z.string().min(1),
  treatment: z.string().min(1),
  ...claim,
  ...fairness,
  /** Scores that tell what the answer costs; they don't decide it. */
  alsoReport: z.array(z.strictObject(claim)).default([]),
  /** What the paper answers. */
  paper: z.enum(['yes', 'no']).optional(),
  paperScale: z.string().min(1).default('at CC12M scale'),
});
type Options = z.output<typeof options>;

/** Compares a treatment with a baseline on the same seeds and says in words what the records show. */
export const question = defineComponent(Question)({
  type: 'question',
  options,
  create: (options) => ({ question: options.question, answer: (records) => answer(options, records) }),
});

function answer(options: Options, records: readonly RunRecord[]): Answer {
  const comparison = comparePairs(measuredPairs(records, options, options.score));
  if (comparison === undefined) {
    const wanted = `${options.baseline} and ${options.treatment}`;
    return {
      verdict: 'undecided',
      sentence: `${options.question} No answer yet: no seed has ${options.name} of both ${wanted}.`,
    };
  }
  const verdict = verdictOf(comparison, options.better);
  const found = describeComparison(comparison, { ...options, ...formatOf(options), tested: true });
  const sentence = `${options.question} ${words[verdict]} on these data: ${found}${besidePaper(verdict, options)}.`;
  const { unfair, sentences } = fairnessOfQuestion(records, options);
  return {
    verdict,
    sentence: [sentence, ...sentences, ...costs(options, records)].join(' '),
    ...(unfair.length === 0 ? {} : { unfair }),
  };
}

const words: Readonly<Record<Verdict, string>> = { yes: 'Yes', no: 'No', undecided: 'Undecided' };

function besidePaper(verdict: Verdict, { paper, paperScale }: Options): string {
  if (paper === undefined || paper === verdict) return '';
  return verdict === 'undecided'
    ? `; the paper says ${paper} ${paperScale}`
    : `; the paper found the opposite ${paperScale}`;
}

function costs({ alsoReport, ...variants }: Options, records: readonly RunRecord[]): string[] {
  return alsoReport.map((measure) => {
    const comparison = comparePairs(measuredPairs(records, variants, measure.score));
    if (comparison === undefined) return `Downstream: ${measure.name} was not measured on any seed of both.`;
    return `Downstream: ${describeComparison(comparison, { ...measure, ...formatOf(measure), tested: false })}.`;
  });
}
