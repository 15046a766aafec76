import { selectBackend } from '@alignclip/backend';
import { UserError, type Evaluation, type Interval } from '@alignclip/core';
import { evaluateRun } from '@alignclip/experiment';
import { writeFileAtomic } from '@alignclip/formats';
import type { Command } from 'commander';
import { evaluateFiles, type FileEvaluation } from '../embeddings/evaluate-files';
import { type FileOptions, fileOptionNames, flagOf, withFiles } from '../options/file-options';
import { mapSpecs, withMaps, type MapOptions } from '../options/map-options';
import { experimentOf, type ModelOptions, openModelOf, withData, withRun } from '../options/model-options';
import { fitLine } from '../runs/lines';

interface EvaluateOptions extends ModelOptions, MapOptions, FileOptions {
  readonly labels?: string;
  readonly fitLabels?: string;
  readonly on?: readonly string[];
  readonly with?: readonly string[];
  readonly json?: boolean;
  readonly out?: string;
}

export function evaluateCommand(program: Command): void {
  const command = withFiles(withMaps(withData(withRun(program.command('evaluate'), '[model]'))))
    .option(
      '--labels <file>',
      'classes of the images in --image: a csv or tsv file, one line for each row below a header',
    )
    .option('--fit-labels <file>', 'the same for --fit-image')
    .option(
      '--on <data...>',
      'splits of its data set (default: test, or the only split), or other data sets: shapes (its test) or shapes:val (one split)',
    )
    .option(
      '--with <evaluator...>',
      'evaluators by type (gap retrieval) or as {"type":"…","options":{…}} (default: those of the record; of files: all that suit them)',
    )
    .option('--json', 'print JSON with details')
    .option('--out <file>', 'also write the JSON to a file');
  command.action((reference: string | undefined, options: EvaluateOptions) => evaluate(reference, options, command));
}

async function evaluate(reference: string | undefined, options: EvaluateOptions, command: Command): Promise<void> {
  const { image, text, labels, map, fitImage, fitText, fitLabels, on } = options;
  const result =
    reference === undefined
      ? { source: { image, text, labels, map, fitImage, fitText, fitLabels }, ...(await ofFiles(options, command)) }
      : await ofModel(reference, options);
  const { source, evaluations, mapped, maps } = result;
  const report = { ...source, on, ...(maps.length > 0 && { maps }), evaluations, mapped };
  const json = JSON.stringify(report, null, 1);
  if (options.out !== undefined) await writeFileAtomic(options.out, `${json}\n`);
  if (options.json) console.log(json);
  else for (const line of [...maps.map(fitLine), ...linesOf(evaluations, mapped)]) console.log(line);
}

interface Result extends FileEvaluation {
  readonly source: object;
}

async function ofModel(reference: string, options: EvaluateOptions): Promise<Result> {
  const given = fileOptions.find((name) => options[name] !== undefined);
  if (given) throw new UserError(`evaluate: two things to evaluate, ${reference} and ${flagOf(given)}`);
  await selectBackend();
  const opened = await openModelOf(reference, options);
  const maps = mapSpecs(opened.registry, options);
  const result = await evaluateRun(opened, { on: options.on ?? [], evaluators: options.with, maps });
  await opened.keepEmbeddings();
  return { source: { run: opened.about }, ...result };
}

const fileOptions = [...fileOptionNames, 'labels', 'fitLabels'] as const;
const notOfModels: ReadonlySet<string> = new Set([...fileOptions, 'map', 'with', 'json', 'out', 'experiment']);

/** Throws UserError on options that only a model takes. */
async function ofFiles(options: EvaluateOptions, command: Command): Promise<FileEvaluation> {
  if (options.image === undefined && options.text === undefined)
    throw new UserError('evaluate needs a model, or --image and --text: files of embeddings');
  const given = Object.keys(options).find(
    (name) => !notOfModels.has(name) && command.getOptionValueSource(name) === 'cli',
  );
  if (given) throw new UserError(`evaluate --image: ${flagOf(given)} belongs to a model, not to files of embeddings`);
  return evaluateFiles(options, experimentOf(options.experiment));
}

/** One line for each score; behind maps, the scores before and after. */
function linesOf(before: readonly Evaluation[], after: readonly Evaluation[] | undefined): string[] {
  const rows = before.flatMap((one, at) => (after === undefined ? scoreRows(one) : changeRows(one, after[at]!)));
  const width = Math.max(52, ...rows.map(([key]) => key.length));
  return rows.map(([key, text]) => `${key.padEnd(width)} ${text}`);
}

type Row = readonly [key: string, text: string];

const scoreRows = ({ scores, intervals = {}, undefinedScores = {} }: Evaluation): Row[] => [
  ...Object.entries(scores).map(([key, value]) => [key, scoreText(value, intervals[key])] as const),
  ...Object.entries(undefinedScores).map(([key, reason]) => [key, `undefined: ${reason}`] as const),
];

/** ".1 [.0, .2] → .3 [.2, .4]"; where a score has no value, the reason. */
function changeRows(before: Evaluation, after: Evaluation): Row[] {
  const text = ({ scores, intervals, undefinedScores }: Evaluation, key: string) =>
    key in scores ? scoreText(scores[key]!, intervals?.[key]) : `undefined: ${undefinedScores?.[key] ?? ''}`;
  const keys = [before, after].flatMap(({ scores, undefinedScores = {} }) =>
    Object.keys({ ...scores, ...undefinedScores }),
  );
  return [...new Set(keys)].map((key) => {
    const [own, other] = [text(before, key), text(after, key)];
    return [key, own === other && !(key in before.scores) ? own : `${own} → ${other}`];
  });
}

const scoreText = (value: number, interval: Interval | undefined): string =>
  value.toFixed(4) + (interval ? ` [${interval[0].toFixed(4)}, ${interval[1].toFixed(4)}]` : '');
