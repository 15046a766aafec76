import { counted, UserError, type Dataset } from '@alignclip/core';
import { decodesAtOnce, decoded, isCorrupt, mapInOrder, type CorruptItem } from '@alignclip/datasets';
import { type Command, Option } from 'commander';
import { openData, withDataset, type DataOptions } from '../../data/open-data';
import { chosenSplits, countedItems } from '../../data/open-data';
import { wholeNumber } from '../../options/whole-number';

export function dataCheckCommand(data: Command): void {
  withDataset(data.command('check'))
    .description('decode every image and list corrupt items; fails if there are any, and on a split without examples')
    .option('--max <n>', 'at most this many corrupt items are listed per split', '100')
    .addOption(new Option('--most <n>', 'its earlier name').hideHelp())
    .action(check);
}

async function check(
  reference: string,
  files: string[],
  options: DataOptions & { readonly max: string; readonly most?: string },
): Promise<void> {
  const max = wholeNumber('--max', options.most ?? options.max, 0, 1_000_000);
  const dataset = await openData(reference, files, options);
  let corrupt = 0;
  const empty: string[] = [];
  for (const split of chosenSplits(dataset, options.split)) {
    const { examples, damage } = await checkSplit(dataset, split);
    corrupt += damage.length;
    if (examples === 0) empty.push(split);
    console.log(`split ${split}: ${examples} valid examples, ${damage.length} corrupt`);
    for (const { damaged: what, reason } of damage.slice(0, max)) console.log(`  ${what}: ${reason}`);
    if (damage.length > max) console.log(`  and ${damage.length - max} more`);
  }
  if (corrupt > 0) throw new UserError(`${dataset.name}: ${counted(corrupt, 'corrupt item')}`);
  if (empty.length > 0)
    throw new UserError(`${dataset.name}: no example in ${empty.map((split) => `split "${split}"`).join(', ')}`);
}

interface SplitCheck {
  readonly examples: number;
  readonly damage: readonly CorruptItem[];
}

/** Decodes every image of a split. Corrupt items are collected; none ends the check early. */
async function checkSplit(dataset: Dataset, split: string): Promise<SplitCheck> {
  const damage: CorruptItem[] = [];
  const ids = new Set<string>();
  let examples = 0;
  const items = mapInOrder(countedItems(dataset, split), decodesAtOnce, async (item, turn) => {
    const example = isCorrupt(item) ? item : await decoded(item, { turn });
    return isCorrupt(example) ? example : { id: example.id }; // without its pixels
  });
  for await (const item of items) {
    if (isCorrupt(item)) damage.push(item);
    else if (ids.has(item.id)) damage.push({ damaged: item.id, reason: 'another example has the same id' });
    else {
      ids.add(item.id);
      examples += 1;
    }
  }
  return { examples, damage };
}
