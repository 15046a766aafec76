import { UserError } from '@alignclip/core';
import type { Command } from 'commander';
import { checkSplit } from '../../data/check-split';
import { chosenSplits } from '../../data/chosen-splits';
import { wholeNumber } from '../../whole-number';
import { openData } from '../../data/open-data';
import { withDataset, type DataOptions } from './with-data';

export function dataCheckCommand(data: Command): void {
  withDataset(data.command('check'))
    .description('decode every image and name everything that is damaged; fails where anything is')
    .option('--most <n>', 'damaged items that are named, of each split', '100')
    .action(check);
}

async function check(
  reference: string,
  files: string[],
  options: DataOptions & { readonly most: string },
): Promise<void> {
  const most = wholeNumber('--most', options.most, 0, 1_000_000);
  const dataset = await openData(reference, files, options);
  let damaged = 0;
  for (const split of chosenSplits(dataset, options.split)) {
    const { examples, damage } = await checkSplit(dataset, split);
    damaged += damage.length;
    console.log(`split ${split}: ${examples} examples are sound, ${damage.length} damaged`);
    for (const { damaged: what, reason } of damage.slice(0, most)) console.log(`  ${what}: ${reason}`);
    if (damage.length > most) console.log(`  and ${damage.length - most} more`);
  }
  if (damaged > 0) throw new UserError(`${dataset.name}: ${damaged} items are damaged`);
}
