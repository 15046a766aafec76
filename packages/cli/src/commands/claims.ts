import {
  claimBlocks,
  formatNames,
  judgeClaims,
  reportFormat,
  reportSources,
  verdictCounts,
  type JudgedClaim,
} from '@alignclip/report';
import { counted, shellWord } from '@alignclip/core';
import { Option, type Command } from 'commander';
import { paperFiles, paperFolder } from '../sweep/paper-experiments';

interface ClaimsOptions {
  readonly runs: string;
  readonly profile?: string;
  readonly format: string;
}

export function claimsCommand(program: Command): void {
  program
    .command('claims')
    .argument('[experiments...]', `experiment files (default: those in ${paperFolder})`)
    .option('--runs <folder>', 'where records are kept', 'runs')
    .option('--profile <name>', 'profile of the experiments: quick, or one that they define')
    .addOption(new Option('--format <name>', formatNames.join(', ')).default('terminal'))
    .action(claims);
}

async function claims(files: readonly string[], options: ClaimsOptions): Promise<void> {
  const format = reportFormat(options.format);
  const all: JudgedClaim[] = [];
  for (const file of files.length > 0 ? files : paperFiles()) {
    const [source] = await reportSources(file, options.runs, { profile: options.profile });
    const judged = judgeClaims(source!);
    all.push(...judged);
    for (const claim of judged) console.log(claimBlocks(claim, format).join('').trimEnd());
    const { gaps } = source!;
    if (judged.length > 0 && gaps.length > 0) console.log(format.sentence(toRun(file, gaps, options)).trimEnd());
  }
  console.log(`\n${counted(all.length, 'claim')}: ${verdictCounts(all)}`);
}

function toRun(file: string, gaps: readonly string[], { profile }: ClaimsOptions): string {
  const count = gaps.filter((gap) => /^(missing|broken): .* · seed/.test(gap)).length;
  const what = count === 0 ? 'all runs are' : `${counted(count, 'run')} ${count === 1 ? 'is' : 'are'}`;
  return `${what} missing: alignclip ablate ${shellWord(file)}${profile === undefined ? '' : ` --profile ${shellWord(profile)}`}`;
}
