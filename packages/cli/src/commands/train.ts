import { selectBackend } from '@alignclip/backend';
import { UserError } from '@alignclip/core';
import { cellsOf, loadExperiment, runCell, runFolder, RunStore } from '@alignclip/experiment';
import type { Command } from 'commander';
import { interruptSignal } from '../interrupt-signal';
import { stepProgress } from '../progress/step-progress';
import { selectionOf, withSelection, type SelectionOptions } from './selection-options';

export function trainCommand(program: Command): void {
  withSelection(program.command('train').argument('<experiment>', 'experiment file'))
    .description('train and evaluate one cell in this process, with all threads; goes on from its checkpoint')
    .option('--resume', 'go on from the checkpoint (always done; named here so that habits work)')
    .action(train);
}

async function train(file: string, options: SelectionOptions): Promise<void> {
  await selectBackend();
  const experiment = loadExperiment(file);
  const cells = cellsOf(experiment.definition, selectionOf(options));
  const [cell] = cells;
  if (cell === undefined || cells.length > 1) {
    const names = cells.map(({ variant, seed }) => `--variant "${variant}" --seed ${seed}`);
    throw new UserError(
      `train runs one cell, the selection has ${cells.length}; one of: ${names.slice(0, 8).join(', ')}`,
    );
  }
  const { signal, release } = interruptSignal();
  const progress = stepProgress(`${cell.variant} · seed ${cell.seed}`);
  const store = new RunStore(runFolder(options.runs, experiment.definition.name));
  try {
    const record = await runCell(experiment, cell, options.profile ?? 'quick', store, {
      signal,
      onStep: (step) => progress.show(step),
    });
    progress.stop();
    for (const [key, value] of Object.entries(record.scores)) console.log(`${key.padEnd(48)} ${value.toFixed(4)}`);
    console.log(store.recordPath(record.variant, record.seed, record.key));
  } finally {
    progress.stop();
    release();
  }
}
