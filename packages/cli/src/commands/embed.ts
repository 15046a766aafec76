import { selectBackend } from '@alignclip/backend';
import { counted } from '@alignclip/core';
import { float32Tensor, writeSafetensors } from '@alignclip/formats';
import { mappedModel, mapsOf } from '@alignclip/experiment';
import { type Command, Option } from 'commander';
import { type CaptionChoice, embeddedPairs } from '../embeddings/embedded-pairs';
import { refuseScoreMaps } from '../embeddings/mapped-files';
import { mapSpecs, withMaps, type MapOptions } from '../options/map-options';
import { type ModelOptions, openModelOf, withData, withRun } from '../options/model-options';
import { fitLine } from '../runs/lines';

interface EmbedOptions extends ModelOptions, MapOptions {
  readonly split?: string;
  readonly captions: CaptionChoice;
  readonly out: string;
}

export function embedCommand(program: Command): void {
  withMaps(withData(withRun(program.command('embed'))))
    .requiredOption('--out <file>', 'safetensors file to write')
    .option('--split <name>', 'split to embed (default: test, or the only split)')
    .addOption(new Option('--captions <which>', 'captions per image').choices(['first', 'all']).default('first'))
    .action(embed);
}

async function embed(reference: string, options: EmbedOptions): Promise<void> {
  await selectBackend();
  const opened = await openModelOf(reference, options);
  const specs = mapSpecs(opened.registry, options);
  refuseScoreMaps(await mapsOf(opened, specs), 'embed');
  const { model, fits } = await mappedModel(opened, specs);
  const kept = { model, measured: 'scores' as const };
  const { split, captions, text } = await embeddedPairs(opened, options.split, options.captions, kept);
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
    ...(fits.length > 0 && { maps: JSON.stringify(fits) }),
  });
  for (const fit of fits) console.log(fitLine(fit));
  console.log(
    `${counted(split.image.rows, 'image')}, ${counted(text.rows, 'text')}, width ${text.columns}: ${options.out}`,
  );
}
