import {
  fitSplitOf,
  unknownName,
  UserError,
  type Dataset,
  type DualEncoder,
  type EmbeddingMap,
  type FitRows,
  type FittedMap,
  type Matrix,
  type Modality,
  type Projections,
  type RowMap,
  type RunRecord,
  type Similarity,
} from '@alignclip/core';
import { scorerOf, unitRows } from '@alignclip/metrics';
import { remembering } from './remembering';
import { embedSplit, embedTexts, firstCaptions } from './splits';

/** How a map was fitted. */
export type MapFit = Omit<NonNullable<RunRecord['maps']>[number], 'scoredOn'>;

/** A model whose embeddings and similarities pass through maps, as every evaluator sees it. */
export interface MappedEncoder {
  readonly model: DualEncoder;
  readonly fits: readonly MapFit[];
  readonly fitted: readonly FittedMap[];
}

/**
 * Fits maps, each on rows that passed through those before it, and puts them behind a model. Throws UserError where maps
 * don't suit each other, the data set or the model, and where one can't be fitted.
 */
export async function mappedEncoder(
  maps: readonly EmbeddingMap[],
  model: DualEncoder,
  dataset: Dataset,
  projections?: Projections,
): Promise<MappedEncoder> {
  checkMaps(maps, dataset);
  if (maps.length > 0 && model.similarity?.rows === 'own')
    throw new UserError(
      `map "${maps[0]!.name}": it takes unit rows, and the rows of this model have lengths that count`,
    );
  const known = new Map<string, Promise<FitRows>>();
  const rowsOf = ({ fitExamples = Infinity, ...choice }: EmbeddingMap): Promise<FitRows> => {
    const split = fitSplitOf(choice);
    const key = `${fitExamples} ${split}`;
    const rows = known.get(key) ?? fitRows(model, dataset, split, fitExamples);
    known.set(key, rows);
    return rows;
  };
  const fitted: FittedMap[] = [];
  const fits: MapFit[] = [];
  for (const map of maps) {
    const rows = await rowsOf(map);
    const passed = rowMapsIn(fitted);
    const [image, text] = [through(passed, rows.image, 'image'), through(passed, rows.text, 'text')];
    const own = map.fit({ image, text, ...(passed.length === 0 && projections && { projections }) });
    fitted.push(own);
    const { name: type, isTransductive: transductive = false, isWithinModality } = map;
    const within = isWithinModality && { withinModality: true as const };
    const note = own.kind === 'rows' && own.note !== undefined && { note: own.note };
    fits.push({ type, fitOn: fitSplitOf(map), examples: rows.image.rows, transductive, ...within, ...note });
  }
  const mapped = behind(
    model,
    fitted,
    maps.some(({ leavesLengths }) => leavesLengths),
  );
  return { model: mapped, fits, fitted };
}

/** Throws UserError on a map of rows after one of scores, and on a fit split that the data set lacks. */
export function checkMaps(maps: readonly EmbeddingMap[], { name, splits }: Pick<Dataset, 'name' | 'splits'>): void {
  maps.forEach((map, at) => {
    const split = fitSplitOf(map);
    if (!splits.includes(split))
      throw unknownName(`split of ${name}, which map "${map.name}" is fitted on:`, split, splits);
    const before = maps.slice(0, at).find(({ kind }) => kind === 'scores');
    if (map.needsProjections && maps.slice(0, at).some(({ kind }) => kind === 'rows'))
      throw new UserError(`maps: "${map.name}" reads the projections of the towers, so it stands first`);
    if (map.kind === 'rows' && before)
      throw new UserError(
        `maps: "${map.name}" changes rows, so it stands before "${before.name}", which changes scores`,
      );
  });
}

/** Images of the fit split and their first captions, unit rows. */
async function fitRows(model: DualEncoder, dataset: Dataset, split: string, most: number): Promise<FitRows> {
  const first: Dataset = most === Infinity ? dataset : { ...dataset, examples: (name) => firstOf(dataset, name, most) };
  const embedded = await embedSplit(model, first, split);
  const text = await embedTexts(model, firstCaptions(embedded), `captions of split "${split}"`);
  return { image: embedded.image, text };
}

async function* firstOf(dataset: Dataset, split: string, most: number): ReturnType<Dataset['examples']> {
  let count = 0;
  for await (const example of dataset.examples(split)) {
    yield example;
    count += 1;
    if (count === most) return;
  }
}

const rowMapsIn = (maps: readonly FittedMap[]): RowMap[] => maps.filter((map): map is RowMap => map.kind === 'rows');

const through = (maps: readonly RowMap[], rows: Matrix, modality: Modality): Matrix =>
  maps.reduce((mapped, map) => map.apply(mapped, modality), rows);

function behind(model: DualEncoder, maps: readonly FittedMap[], leavesLengths: boolean): DualEncoder {
  const rowMaps = rowMapsIn(maps);
  const { textKey, canEmbed, keptImages } = model;
  const own = { textKey, canEmbed, keptImages, similarity: similarityOf(model.similarity, maps, leavesLengths) };
  const mapped = (rows: Matrix, modality: Modality) =>
    rowMaps.length === 0 ? rows : through(rowMaps, unitRows(rows, `${modality} embeddings`), modality);
  return {
    ...own,
    embedImages: async (images) => mapped(await model.embedImages(images), 'image'),
    embedTexts: async (texts) => mapped(await model.embedTexts(texts), 'text'),
    get logitScale() {
      return model.logitScale;
    },
  };
}

/** The inner product, or the model's own score, less what the maps take off each candidate. */
function similarityOf(
  own: Similarity | undefined,
  maps: readonly FittedMap[],
  leavesLengths: boolean,
): Similarity | undefined {
  const scoreMaps = maps.flatMap((map) => (map.kind === 'scores' ? [remembering(map)] : []));
  if (scoreMaps.length === 0 && !leavesLengths) return own;
  return {
    rows: leavesLengths ? 'own' : 'unit',
    scorer: (candidates, modality) => {
      const score = scorerOf(own, candidates, modality);
      const penalties = scoreMaps.map((map) => map.penalties(candidates, modality));
      return (queries, query, into) => {
        score(queries, query, into);
        for (const penalty of penalties) for (let c = 0; c < into.length; c += 1) into[c]! -= penalty[c]!;
        return into;
      };
    },
  };
}
