import { selectBackend } from '@alignclip/backend';
import { Dataset, type DualEncoder, type Matrix, UserError } from '@alignclip/core';
import { embedSplit, type EmbeddedSplit, embedTexts, firstCaptions, type MapFit } from '@alignclip/evaluation';
import { mappedModel, mapsOf, type OpenedModel, refuseFittedOnScored } from '@alignclip/experiment';
import { gapChange, type GapChange, gapReport, type GapReport, type GapReportOptions } from '@alignclip/metrics';
import { mapSpecs, type MapOptions } from '../options/map-options';
import { type DataOptions, openCheckpoint } from '../options/model-options';
import { refuseScoreMaps } from './mapped-files';

/** Which captions of each image are used. */
export type CaptionChoice = 'first' | 'all';

export interface EmbeddedPairs {
  readonly split: EmbeddedSplit;
  /** Grouped by image. */
  readonly captions: readonly string[];
  readonly text: Matrix; // [captions, d]
}

/**
 * The images and captions of a split (default: `test`, or the only one) as unit rows, or as rows that are scored, of this
 * model or another one behind maps; cached for the next call.
 */
export async function embeddedPairs(
  opened: OpenedModel,
  wanted: string | undefined,
  which: CaptionChoice,
  { model = opened.model, measured = 'directions' }: { model?: DualEncoder; measured?: 'directions' | 'scores' } = {},
): Promise<EmbeddedPairs> {
  const dataset = await opened.run.get(Dataset);
  const name = wanted ?? usualSplit(dataset);
  const split = await embedSplit(model, dataset, name, measured);
  const captions = which === 'first' ? firstCaptions(split) : allCaptions(split);
  const text = await embedTexts(model, captions, `captions of split "${name}"`, measured);
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

export interface ModelGapOptions extends DataOptions, MapOptions {
  readonly split?: string;
  readonly captions: CaptionChoice;
}

/** Embeds images and captions of a split with the model of a checkpoint, and measures the gap. */
export async function gapOfModel(
  path: string,
  options: ModelGapOptions,
  sampling: GapReportOptions,
): Promise<ModelGap> {
  await selectBackend();
  const opened = await openCheckpoint(path, options);
  const specs = mapSpecs(opened.registry, options);
  const { split, captions, text } = await embeddedPairs(opened, options.split, options.captions);
  const captionsPerImage = captions.length / split.ids.length;
  const chosen = { ...sampling, captionsPerImage };
  if (specs.length === 0) return { split: split.name, ...gapReport(split.image, text, chosen) };
  const maps = await mapsOf(opened, specs);
  refuseScoreMaps(maps, 'gap');
  refuseFittedOnScored(maps, [{ slot: 'evaluators', type: 'gap', options: { splits: [split.name] } }]);
  const { model, fits } = await mappedModel(opened, specs);
  const mapped = await embeddedPairs(opened, split.name, options.captions, { model });
  const change = gapChange([split.image, text], [mapped.split.image, mapped.text], chosen);
  return { split: split.name, ...mappedReport(change), maps: fits };
}

export type ModelGap = MappedReport & { readonly split: string };

export type MappedReport = GapReport & {
  /** The same behind maps. */
  readonly mapped?: GapReport;
  /** After − before. */
  readonly change?: GapChange['change'];
  readonly maps?: readonly MapFit[];
};

export const mappedReport = ({ before, after, change }: GapChange): MappedReport => ({
  ...before,
  mapped: after,
  change,
});
