import { readCheckpointFile } from '@alignclip/formats';
import type { Command } from 'commander';
import { weightsOption } from '../options/hyper-parameters';
import { summaryLines, summaryOf } from '../checkpoint/summary';

export function checkpointCommand(program: Command): void {
  program
    .command('checkpoint')
    .command('show')
    .argument('<file>', '.pt, .pth, .bin (zip or legacy) or .safetensors, the index of several, or their folder')
    .description('show its model, and names, types, sizes and shapes of its tensors')
    .addOption(weightsOption())
    .option('--json', 'print JSON')
    .action(show);
}

interface ShowOptions {
  readonly json?: boolean;
  readonly weights?: string;
}

async function show(place: string, { json, weights }: ShowOptions): Promise<void> {
  const file = await readCheckpointFile(place, weights);
  const [summary, { path }] = [summaryOf(file), file];
  if (json) console.log(JSON.stringify({ path, ...summary }, null, 1));
  else for (const line of summaryLines(path, summary)) console.log(line);
}
