import { UserError, type Dataset } from '@alignclip/core';
import { decodesAtOnce, decoded, isCorrupt, mapInOrder, type CorruptItem } from '@alignclip/datasets';
import type { Command } from 'commander';
import { openData, withDataset, type DataOptions } from '../../data/open-data';
import { chosenSplits, countedItems } from '../../data/splits';
import { wholeNumber } from '../../options/whole-number';

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

export interface SplitCheck {
  readonly examples: number;
  readonly damage: readonly CorruptItem[];
}

/** Decodes every image of a split. Everything that is wrong is found; nothing ends it early. */
export async function checkSplit(dataset: Dataset, split: string): Promise<SplitCheck> {
  const damage: CorruptItem[] = [];
  const ids = new Set<string>();
  let examples = 0;
  const items = mapInOrder(countedItems(dataset, split), decodesAtOnce, async (item) =>
    isCorrupt(item) ? item : decoded(item, {}),
  );
  for await (const item of items) {
    if (isCorrupt(item)) damage.push(item);
    else if (ids.has(item.id)) damage.push({ damaged: item.id, reason: 'a second example of this id' });
    else {
      ids.add(item.id);
      examples += 1;
    }
  }
  return { examples, damage };
}
