import { Dataset, UserError, type AnyComponent, type Evaluation, type Evaluator, type Spec } from '@alignclip/core';
import { type MapFit, mappedEncoder } from '@alignclip/evaluation';
import { noExperiment, specOf, type LoadedExperiment, type Registry } from '@alignclip/experiment';
import { captionsPerImage, type FileOptions, flagOf, readPair } from '../options/file-options';
import { mapSpecs, type MapOptions } from '../options/map-options';
import { type EmbeddedRows, fileModel } from './file-model';
import { readLabels } from './label-table';
import { mapsOfSpecs, refuseScored } from './mapped-files';

export interface EvaluateFilesOptions extends FileOptions, MapOptions {
  readonly labels?: string;
  readonly fitLabels?: string;
  readonly with?: readonly string[];
}

export interface FileEvaluation {
  readonly evaluations: readonly Evaluation[];
  /** The same behind maps. */
  readonly mapped?: readonly Evaluation[];
  readonly maps: readonly MapFit[];
}

/**
 * Evaluates embeddings in files, and again behind maps if there are some. Those of `--image` and `--text` are the split
 * "test", those of `--fit-image` and `--fit-text` "train". Throws UserError where a file or an evaluator doesn't suit.
 */
export async function evaluateFiles(
  options: EvaluateFilesOptions,
  { registry }: LoadedExperiment = noExperiment(),
): Promise<FileEvaluation> {
  const splits = await readSplits(options);
  const { dataset, model } = fileModel(splits);
  const evaluators: Evaluator[] = [];
  for (const spec of chosenEvaluators(registry, options, splits)) {
    checkFiles(spec, options);
    evaluators.push(await evaluatorOn(registry.find(spec), spec, dataset));
  }
  const specs = mapSpecs(registry, options);
  if (specs.length > 0 && !splits.has('train'))
    throw new UserError('evaluate of files needs --fit-image and --fit-text with --map: a map is fitted on other rows');
  const maps = mapsOfSpecs(registry, specs);
  const evaluated = async (one: typeof model) => {
    const found: Evaluation[] = [];
    for (const evaluator of evaluators) found.push(await evaluator.evaluate(one));
    return found;
  };
  const evaluations = await evaluated(model);
  if (maps.length === 0) return { evaluations, maps: [] };
  const { model: mapped, fits } = await mappedEncoder(maps, model, dataset);
  return { evaluations, mapped: await evaluated(mapped), maps: fits };
}

async function readSplits(options: EvaluateFilesOptions): Promise<Map<string, EmbeddedRows>> {
  const { image, text, labels, fitImage, fitText, fitLabels } = options;
  const test = await readSplit('--', image, text, labels, options);
  if (fitImage === undefined && fitText === undefined && fitLabels === undefined) return new Map([['test', test]]);
  const train = await readSplit('--fit-', fitImage, fitText, fitLabels, options);
  if (train.image.columns !== test.image.columns)
    throw new UserError(
      `embeddings differ in width: ${test.image.columns} in ${image}, ${train.image.columns} in ${fitImage}`,
    );
  refuseScored(train, test);
  return new Map([
    ['test', test],
    ['train', train],
  ]);
}

async function readSplit(
  prefix: '--' | '--fit-',
  image: string | undefined,
  text: string | undefined,
  labels: string | undefined,
  options: FileOptions,
): Promise<EmbeddedRows> {
  if (image === undefined || text === undefined)
    throw new UserError(`evaluate of files needs ${prefix}image and ${prefix}text together`);
  const rows = await readPair({ prefix, image, text }, options);
  captionsPerImage(rows.image.rows, rows.text.rows, options.captionsPerImage);
  return { ...rows, labels: labels === undefined ? undefined : await readLabels(labels, rows.image.rows) };
}

/** Those of `--with`, or all that the files have what it takes for. */
function chosenEvaluators(
  registry: Registry,
  { with: wanted, labels, fitLabels }: EvaluateFilesOptions,
  splits: ReadonlyMap<string, EmbeddedRows>,
): Spec<'evaluators'>[] {
  const { image, text } = splits.get('test')!;
  const usual = [
    'retrieval',
    'robustness',
    ...(text.rows > image.rows ? ['mixed-retrieval'] : []),
    ...(labels === undefined ? [] : ['clustering', 'intra-modal-retrieval', 'knn-probe']),
    ...(labels === undefined || fitLabels === undefined ? [] : ['interchangeability']),
  ];
  return (wanted ?? usual).map((name) => specOf(registry, 'evaluators', name));
}

/** Evaluators that need classes. */
const ofClasses: ReadonlySet<string> = new Set([
  'clustering',
  'interchangeability',
  'intra-modal-retrieval',
  'knn-probe',
  'linear-probe',
]);

/** Throws UserError where an evaluator needs a file that isn't given. */
function checkFiles({ type, options }: Spec, given: EvaluateFilesOptions): void {
  const learns = options['train'] !== undefined;
  const needed = [
    ...(ofClasses.has(type) ? (['labels'] as const) : []),
    ...(learns ? (['fitImage', 'fitText', 'fitLabels'] as const) : []),
  ];
  const missing = needed.filter((name) => given[name] === undefined).map(flagOf);
  if (missing.length === 0) return;
  const why = learns ? 'it is fitted on the classes of other examples' : 'it needs the classes of the images';
  throw new UserError(`evaluator ${type} needs ${missing.join(', ')} too: ${why}`);
}

/** Throws UserError where it needs more of a run than its data. */
async function evaluatorOn(
  { inject, create }: AnyComponent,
  { type, options }: Spec,
  dataset: Dataset,
): Promise<Evaluator> {
  const other = inject.find(({ id }) => id !== Dataset.id);
  if (other) throw new UserError(`evaluator ${type} needs a ${other.name}, which files of embeddings don't have`);
  return (await create(options, ...inject.map(() => dataset))) as Evaluator;
}
