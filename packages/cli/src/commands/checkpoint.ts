import { readCheckpointFile } from '@alignclip/formats';
import type { Command } from 'commander';
import { summaryLines, summaryOf } from '../checkpoint/summary';

export function checkpointCommand(program: Command): void {
  program
    .command('checkpoint')
    .command('show')
    .argument('<file>', '.pt, .pth (zip or legacy) or .safetensors')
    .description('show its model, and names, types, sizes and shapes of its tensors')
    .option('--json', 'print JSON')
    .action(show);
}

async function show(path: string, { json }: { readonly json?: boolean }): Promise<void> {
  const summary = summaryOf(await readCheckpointFile(path));
  if (json) console.log(JSON.stringify({ path, ...summary }, null, 1));
  else for (const line of summaryLines(path, summary)) console.log(line);
}
