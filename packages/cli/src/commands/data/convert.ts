import { counted, type ClassSet } from '@alignclip/core';
import { itemCount } from '@alignclip/datasets';
import { writeFileAtomic } from '@alignclip/formats';
import type { Command } from 'commander';
import { join } from 'node:path';
import { chosenSplits } from '../../data/open-data';
import { convertSplit, type Conversion } from '../../data/convert-split';
import { interruptSignal } from '../../sweep/finish-sweep';
import { itemProgress } from '../../progress/progress';
import { wholeNumber } from '../../options/whole-number';
import { openData } from '../../data/open-data';
import type { ShardPlan } from '../../data/shard-plan';
import { withDataset, type DataOptions } from '../../data/open-data';

interface ConvertOptions extends DataOptions {
  readonly out: string;
  readonly perShard: string;
}

export function dataConvertCommand(data: Command): void {
  withDataset(data.command('convert'))
    .description('write a data set as webdataset shards; if it was stopped, run the same command to resume')
    .requiredOption('--out <folder>', 'folder for the shards')
    .option('--per-shard <n>', 'examples per shard', '1000')
    .action(convert);
}

async function convert(reference: string, files: string[], options: ConvertOptions): Promise<void> {
  const perShard = wholeNumber('--per-shard', options.perShard, 1, 1_000_000);
  const dataset = await openData(reference, files, options);
  const { signal, release } = interruptSignal();
  try {
    for (const split of chosenSplits(dataset, options.split)) {
      const plan = await converted({ dataset, split, folder: options.out, perShard, signal });
      if (dataset.classSets[0])
        await writeClassNames(join(options.out, `${split}.classnames.txt`), dataset.classSets[0]);
      const examples = plan.shards.reduce((sum, shard) => sum + shard.examples, 0);
      console.log(
        `split ${split}: ${examples} examples in ${counted(plan.shards.length, 'shard')}, ${plan.damaged} corrupt skipped`,
      );
    }
  } finally {
    release();
  }
}

/** One class name per line; line i is the class with number i in the shards. */
async function writeClassNames(path: string, { classes }: ClassSet): Promise<void> {
  await writeFileAtomic(path, classes.map((name) => `${name.replace(/\s+/g, ' ')}\n`).join(''));
  console.log(`${path}: ${classes.length} classes`);
}

async function converted(conversion: Conversion): Promise<ShardPlan> {
  const { dataset, split, folder } = conversion;
  const progress = itemProgress(split, itemCount(dataset, split));
  try {
    return await convertSplit({
      ...conversion,
      onItem: progress.show,
      onShard: (file, examples) => progress.log(`${join(folder, file)}: ${examples} examples`),
      onDamage: ({ damaged, reason }) => progress.log(`skipped ${damaged}: ${reason}`, console.error),
    });
  } finally {
    progress.stop();
  }
}
