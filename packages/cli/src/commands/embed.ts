import { selectBackend } from '@alignclip/backend';
import { Dataset, UserError } from '@alignclip/core';
import { embedSplit, type EmbeddedSplit, embedTexts, firstCaptions } from '@alignclip/evaluation';
import { float32Tensor, writeSafetensors } from '@alignclip/formats';
import { type Command, Option } from 'commander';
import { openRunOf, withRun, type RunOptions } from './run-options';

interface EmbedOptions extends RunOptions {
  readonly split: string;
  readonly captions: 'first' | 'all';
  readonly out: string;
}

export function embedCommand(program: Command): void {
  withRun(program.command('embed'))
    .description('write the embeddings of a split as safetensors: tensors "image" and "text", unit rows')
    .requiredOption('--out <file>', 'the file to write')
    .option('--split <name>', 'split of its data set', 'test')
    .addOption(new Option('--captions <which>', 'of each picture').choices(['first', 'all']).default('first'))
    .action(embed);
}

async function embed(reference: string, options: EmbedOptions): Promise<void> {
  await selectBackend();
  const opened = await openRunOf(reference, options);
  const split = await embedSplit(opened.model, await opened.run.get(Dataset), options.split);
  const captions = options.captions === 'first' ? firstCaptions(split) : allCaptions(split);
  const text = await embedTexts(opened.model, captions, `captions of split "${options.split}"`);
  await opened.keepEmbeddings();
  const tensors = new Map(
    Object.entries({ image: split.image, text }).map(
      ([name, { rows, columns, values }]) => [name, float32Tensor([rows, columns], values)] as const,
    ),
  );
  const { key, variant, seed } = opened.record;
  await writeSafetensors(options.out, tensors, {
    run: JSON.stringify({ key, variant, seed, split: options.split }),
    logitScale: String(opened.model.logitScale),
    ids: JSON.stringify(split.ids),
    captions: JSON.stringify(captions),
  });
  console.log(`${split.image.rows} images, ${text.rows} texts, ${text.columns} wide: ${options.out}`);
}

/** Those of image i together. Throws UserError unless every image has as many. */
function allCaptions({ captions, ids }: EmbeddedSplit): string[] {
  const k = captions[0]?.length ?? 0;
  const other = captions.findIndex((own) => own.length !== k);
  if (other < 0 && k > 0) return captions.flat();
  throw new UserError(
    `--captions all: "${ids[0]}" has ${k} captions and "${ids[Math.max(0, other)]}" ${captions[other]?.length ?? 0}; images need equally many`,
  );
}
