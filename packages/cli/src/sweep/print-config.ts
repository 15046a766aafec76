import { type Json, shellWord, UserError } from '@alignclip/core';
import {
  type Cell,
  type CellSelection,
  chosenCell,
  CodeFingerprint,
  type OpenedExperiment,
  withStartingWeights,
} from '@alignclip/experiment';
import { type Command, Option } from 'commander';
import { experimentSource } from './experiment-source';

export interface PrintOptions {
  readonly printConfig?: 'json' | 'ts';
}

/** Cells with every option as it is resolved, printed instead of run. */
export const withPrintConfig = (command: Command): Command =>
  command.addOption(
    new Option('--print-config [format]', 'only print the resolved options: as JSON, or one cell as a file that runs')
      .choices(['json', 'ts'])
      .preset('json'),
  );

/** The selected cells as JSON, or the only one as TypeScript. Throws UserError where trials or starting weights are missing. */
export async function printedConfig(
  experiment: OpenedExperiment,
  cells: readonly Cell[],
  selection: CellSelection,
  format: 'json' | 'ts',
): Promise<string> {
  const open = format === 'ts' ? [onlyOne(cells, '--print-config ts prints')] : cells;
  const resolved: Cell[] = [];
  for (const cell of open) {
    const chosen = await chosenCell(experiment, cell, selection);
    resolved.push(await withStartingWeights(chosen, experiment, selection.profile));
  }
  if (format === 'ts') return experimentSource(experiment, resolved[0]!, new CodeFingerprint(experiment));
  return JSON.stringify(
    resolved.map((cell) => jsonOf(experiment, cell, selection)),
    null,
    2,
  );
}

const jsonOf = ({ definition: { name } }: OpenedExperiment, cell: Cell, { profile = 'quick' }: CellSelection): Json => {
  const { variant, seed, fold, factors, tuning, config } = cell;
  return { experiment: name, profile, variant, seed, fold, factors, tuning, config } as unknown as Json;
};

/** The only cell. Throws UserError naming those that can be chosen. */
export function onlyOne(cells: readonly Cell[], who: string): Cell {
  const [cell] = cells;
  if (cell && cells.length === 1) return cell;
  const names = cells.map(
    ({ variant, seed, fold }) =>
      `${variantOption(variant)} --seed ${seed}${fold === undefined ? '' : ` --fold ${fold}`}`,
  );
  throw new UserError(
    `${who} one cell, but ${cells.length} are selected; choose one of: ${names.slice(0, 8).join(', ')}`,
  );
}

/** As a shell and the command line read it: a name may begin with a dash. */
const variantOption = (variant: string): string =>
  variant.startsWith('-') ? shellWord(`--variant=${variant}`) : `--variant ${shellWord(variant)}`;
