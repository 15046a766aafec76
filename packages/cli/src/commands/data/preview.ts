import { counted, UserError, type Dataset, type Example } from '@alignclip/core';
import { contactSheet, decoded, isCorrupt, itemCount, storedItems } from '@alignclip/datasets';
import { writeFileAtomic } from '@alignclip/formats';
import type { Command } from 'commander';
import { chosenSplits } from '../../data/open-data';
import { itemProgress } from '../../progress/progress';
import { wholeNumber } from '../../options/whole-number';
import { openData } from '../../data/open-data';
import { withDataset, type DataOptions } from '../../data/open-data';

interface PreviewOptions extends DataOptions {
  readonly out: string;
  readonly count: string;
  readonly columns: string;
  readonly edge: string;
}

export function dataPreviewCommand(data: Command): void {
  withDataset(data.command('preview'))
    .description('draw the first images of a split (default: the first split) into a PNG, each with its first caption')
    .option('--out <file>', 'PNG file to write', 'preview.png')
    .option('--count <n>', 'number of images', '24')
    .option('--columns <n>', 'images per row', '6')
    .option('--edge <n>', 'size of an image in pixels', '128')
    .action(preview);
}

async function preview(reference: string, files: string[], options: PreviewOptions): Promise<void> {
  const count = wholeNumber('--count', options.count, 1, 1000);
  const layout = {
    columns: wholeNumber('--columns', options.columns, 1, 100),
    edge: wholeNumber('--edge', options.edge, 16, 1024),
  };
  const dataset = await openData(reference, files, options);
  const [split, ...others] = options.split ? chosenSplits(dataset, options.split) : dataset.splits;
  const { examples, damaged } = await firstExamples(dataset, split!, count);
  if (examples.length === 0) throw new UserError(`${dataset.name}: split "${split}" has no readable example`);
  await writeFileAtomic(options.out, await contactSheet(examples, layout));
  console.log(
    `${options.out}: ${counted(examples.length, 'image')} of split ${split}${damaged > 0 ? `, ${damaged} corrupt skipped` : ''}`,
  );
  if (others.length > 0) console.log(`not shown: ${others.join(', ')} (choose with --split ${others[0]})`);
}

async function firstExamples(
  dataset: Dataset,
  split: string,
  count: number,
): Promise<{ examples: Example[]; damaged: number }> {
  const examples: Example[] = [];
  const progress = itemProgress(split, Math.min(count, itemCount(dataset, split) ?? count));
  let damaged = 0;
  try {
    for await (const item of storedItems(dataset, split)) {
      const example = isCorrupt(item) ? item : await decoded(item, {});
      if (isCorrupt(example)) damaged += 1;
      else progress.show(examples.push(example));
      if (examples.length === count) break;
    }
  } finally {
    progress.stop();
  }
  return { examples, damaged };
}
