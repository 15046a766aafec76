import { selectBackend } from '@alignclip/backend';
import { Dataset, type Matrix, UserError } from '@alignclip/core';
import { embedSplit, type EmbeddedSplit, embedTexts, firstCaptions } from '@alignclip/evaluation';
import type { OpenedModel } from '@alignclip/experiment';
import { gapReport, type GapReport, type GapReportOptions } from '@alignclip/metrics';
import { type DataOptions, openCheckpoint } from '../options/model-options';

/** Which captions of each image are used. */
export type CaptionChoice = 'first' | 'all';

export interface EmbeddedPairs {
  readonly split: EmbeddedSplit;
  /** Grouped by image. */
  readonly captions: readonly string[];
  readonly text: Matrix; // [captions, d]
}

/** The images and captions of a split (default: `test`, or the only one) as unit rows, cached for the next call. */
export async function embeddedPairs(
  opened: OpenedModel,
  wanted: string | undefined,
  which: CaptionChoice,
): Promise<EmbeddedPairs> {
  const dataset = await opened.run.get(Dataset);
  const name = wanted ?? usualSplit(dataset);
  const split = await embedSplit(opened.model, dataset, name);
  const captions = which === 'first' ? firstCaptions(split) : allCaptions(split);
  const text = await embedTexts(opened.model, captions, `captions of split "${name}"`);
  await opened.keepEmbeddings();
  return { split, captions, text };
}

/** `test`, or the only one. Throws UserError if there is neither. */
function usualSplit({ name, splits }: Dataset): string {
  if (splits.includes('test')) return 'test';
  const [only, ...others] = splits;
  if (only !== undefined && others.length === 0) return only;
  throw new UserError(`${name} has the splits ${splits.join(', ')}; choose one with --split`);
}

/** All captions, grouped by image. Throws UserError unless every image has the same number. */
function allCaptions({ captions, ids }: EmbeddedSplit): string[] {
  const k = captions[0]?.length ?? 0;
  const other = captions.findIndex((own) => own.length !== k);
  if (other < 0 && k > 0) return captions.flat();
  throw new UserError(
    `--captions all: "${ids[0]}" has ${k} captions and "${ids[Math.max(0, other)]}" ${captions[other]?.length ?? 0}; every image needs the same number`,
  );
}

export interface ModelGapOptions extends DataOptions {
  readonly split?: string;
  readonly captions: CaptionChoice;
}

/** Embeds images and captions of a split with the model of a checkpoint, and measures the gap. */
export async function gapOfModel(
  path: string,
  options: ModelGapOptions,
  sampling: GapReportOptions,
): Promise<GapReport & { readonly split: string }> {
  await selectBackend();
  const opened = await openCheckpoint(path, options);
  const { split, captions, text } = await embeddedPairs(opened, options.split, options.captions);
  const captionsPerImage = captions.length / split.ids.length;
  return { split: split.name, ...gapReport(split.image, text, { ...sampling, captionsPerImage }) };
}
