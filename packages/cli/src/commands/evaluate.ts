import { selectBackend } from '@alignclip/backend';
import type { Evaluation } from '@alignclip/core';
import { evaluateRun } from '@alignclip/experiment';
import { writeFileAtomic } from '@alignclip/formats';
import type { Command } from 'commander';
import { fitLine, mapSpecs, withMaps, type MapOptions } from '../options/map-options';
import { type ModelOptions, openModelOf, withData, withRun } from '../options/model-options';

interface EvaluateOptions extends ModelOptions, MapOptions {
  readonly on?: readonly string[];
  readonly with?: readonly string[];
  readonly json?: boolean;
  readonly out?: string;
}

export function evaluateCommand(program: Command): void {
  withMaps(withData(withRun(program.command('evaluate'))))
    .option(
      '--on <data...>',
      'splits of its data set, or other data sets: shapes (all splits) or shapes:val (one split)',
    )
    .option(
      '--with <evaluator...>',
      'evaluators by type (gap retrieval) or as {"type":"…","options":{…}} (default: those of the record)',
    )
    .option('--json', 'print JSON with details')
    .option('--out <file>', 'also write the JSON to a file')
    .action(evaluate);
}

async function evaluate(reference: string, options: EvaluateOptions): Promise<void> {
  await selectBackend();
  const opened = await openModelOf(reference, options);
  const maps = mapSpecs(opened.registry, options);
  const result = await evaluateRun(opened, { on: options.on ?? [], evaluators: options.with, maps });
  const { evaluations, maps: fits } = result;
  await opened.keepEmbeddings();
  const json = JSON.stringify(
    { run: opened.about, on: options.on, ...(fits.length > 0 && { maps: fits }), evaluations },
    null,
    1,
  );
  if (options.out !== undefined) await writeFileAtomic(options.out, `${json}\n`);
  if (options.json) console.log(json);
  else for (const line of [...fits.map(fitLine), ...evaluations.flatMap(scoreLines)]) console.log(line);
}

function scoreLines({ scores, intervals = {}, undefinedScores = {} }: Evaluation): string[] {
  const known = Object.entries(scores).map(([key, value]) => {
    const interval = intervals[key];
    const range = interval ? ` [${interval[0].toFixed(4)}, ${interval[1].toFixed(4)}]` : '';
    return `${key.padEnd(52)} ${value.toFixed(4)}${range}`;
  });
  const none = Object.entries(undefinedScores).map(([key, reason]) => `${key.padEnd(52)} undefined: ${reason}`);
  return [...known, ...none];
}
