import { selectBackend } from '@alignclip/backend';
import { counted } from '@alignclip/core';
import { float32Tensor, writeSafetensors } from '@alignclip/formats';
import { type Command, Option } from 'commander';
import { type CaptionChoice, embeddedPairs } from '../embeddings/embedded-pairs';
import { type ModelOptions, openModelOf, withData, withRun } from '../options/model-options';

interface EmbedOptions extends ModelOptions {
  readonly split?: string;
  readonly captions: CaptionChoice;
  readonly out: string;
}

export function embedCommand(program: Command): void {
  withData(withRun(program.command('embed')))
    .requiredOption('--out <file>', 'safetensors file to write')
    .option('--split <name>', 'split to embed (default: test, or the only split)')
    .addOption(new Option('--captions <which>', 'captions per image').choices(['first', 'all']).default('first'))
    .action(embed);
}

async function embed(reference: string, options: EmbedOptions): Promise<void> {
  await selectBackend();
  const opened = await openModelOf(reference, options);
  const { split, captions, text } = await embeddedPairs(opened, options.split, options.captions);
  const tensors = new Map(
    Object.entries({ image: split.image, text }).map(
      ([name, { rows, columns, values }]) => [name, float32Tensor([rows, columns], values)] as const,
    ),
  );
  await writeSafetensors(options.out, tensors, {
    run: JSON.stringify({ ...opened.about, split: split.name }),
    logitScale: String(opened.model.logitScale),
    ids: JSON.stringify(split.ids),
    captions: JSON.stringify(captions),
  });
  console.log(
    `${counted(split.image.rows, 'image')}, ${counted(text.rows, 'text')}, width ${text.columns}: ${options.out}`,
  );
}
