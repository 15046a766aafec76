import { unknownName } from '@alignclip/core';
import { Registry } from '@alignclip/experiment';
import type { Command } from 'commander';
import { completionsOf, type KnownValues } from '../complete/completions';
import { scripts } from '../complete/scripts';
import { kinds } from '../new/from-template';

const slots = () => new Registry().components.flatMap(({ type, slot }) => [slot.name, type]);

const known: KnownValues = {
  'complete shell': () => Object.keys(scripts),
  'list what': () => ['components'],
  'list name': () => [...new Set(slots())].sort(),
  'new kind': () => kinds.map(({ kind }) => kind),
};

/** The command line with the options of one command. */
type CreateProgram = (wanted?: string) => Command;

/** `complete SHELL` prints the script of a shell, which calls `complete -- WORDS` for what can stand in place of the last word. */
export function completeCommand(program: Command, create: CreateProgram): void {
  program
    .command('complete')
    .argument('<shell>', Object.keys(scripts).join(', '))
    .allowExcessArguments()
    .action((shell: string) => {
      const [, marker, ...words] = process.argv.slice(2);
      if (marker === '--') return printCandidates(words, create);
      const script = scripts[shell];
      if (script === undefined) throw unknownName('shell', shell, Object.keys(scripts));
      console.log(script);
    });
}

/** A line for each, its meaning behind a tab; none where the shell should offer files. */
function printCandidates(words: readonly string[], create: CreateProgram): void {
  const wanted = words.length > 1 ? words[0] : 'complete'; // of all others the names are known
  for (const { value, meaning } of completionsOf(create(wanted), words, known))
    console.log(`${value}\t${meaning.replaceAll(/\s+/g, ' ')}`);
}
