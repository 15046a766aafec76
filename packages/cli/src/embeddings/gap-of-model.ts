import { selectBackend } from '@alignclip/backend';
import { gapReport, type GapReport } from '@alignclip/metrics';
import { type DataOptions, openCheckpoint } from '../commands/run-options';
import { type CaptionChoice, embeddedPairs } from './embedded-pairs';

export interface ModelGapOptions extends DataOptions {
  readonly split?: string;
  readonly captions: CaptionChoice;
}

interface Sampling {
  readonly resamples: number;
  readonly mostPairwise: number;
}

/** Embeds images and captions of a split with a checkpoint's model and measures the gap between them. */
export async function gapOfModel(
  path: string,
  options: ModelGapOptions,
  sampling: Sampling,
): Promise<GapReport & { readonly split: string }> {
  await selectBackend();
  const opened = await openCheckpoint(path, options);
  const { split, captions, text } = await embeddedPairs(opened, options.split, options.captions);
  const captionsPerImage = captions.length / split.ids.length;
  return { split: split.name, ...gapReport(split.image, text, { ...sampling, captionsPerImage }) };
}
