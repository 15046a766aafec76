import type { Command } from 'commander';
import { chosenSplits } from '../../data/splits';
import { classSetLines, sameLines, splitLines } from '../../data/inspect-lines';
import { inspectSplit, type SplitReport } from '../../data/inspection';
import { ImageIndex } from '../../data/inspection';
import { openData } from '../../data/open-data';
import { withDataset, type DataOptions } from '../../data/open-data';

export function dataInspectCommand(data: Command): void {
  withDataset(data.command('inspect'))
    .description('count examples, sizes, captions, classes and images that are there twice')
    .option('--json', 'print JSON')
    .action(inspect);
}

async function inspect(
  reference: string,
  files: string[],
  options: DataOptions & { readonly json?: boolean },
): Promise<void> {
  const dataset = await openData(reference, files, options);
  const index = new ImageIndex();
  const reports: SplitReport[] = [];
  if (!options.json) for (const line of classSetLines(dataset.classSets)) console.log(line);
  for (const split of chosenSplits(dataset, options.split)) {
    const report = await inspectSplit(dataset, split, index);
    reports.push(report);
    if (!options.json) for (const line of splitLines(report)) console.log(line);
  }
  if (options.json) console.log(JSON.stringify({ name: dataset.name, splits: reports, same: index.report }, null, 1));
  else for (const line of sameLines(index.report)) console.log(line);
}
