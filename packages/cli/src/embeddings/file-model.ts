import {
  type ClassSet,
  type Dataset,
  type DualEncoder,
  type Example,
  type Matrix,
  type RawImage,
  unknownName,
  UserError,
} from '@alignclip/core';
import { matrixFromRows, row } from '@alignclip/metrics';
import type { LabelTable } from './label-table';
import { hashOf } from './mapped-files';

/** Embeddings of one split. */
export interface EmbeddedRows {
  readonly image: Matrix; // [N, d]
  /** Rows k·i … k·i + k − 1 are the captions of image i. [k·N, d] */
  readonly text: Matrix;
  readonly labels?: LabelTable | undefined;
}

/** Rows by what stands for them. */
interface Known {
  readonly images: Map<RawImage, Float32Array>;
  readonly texts: Map<string, Float32Array>;
  /** Names of texts by the hash of their rows. */
  readonly names: Map<string, string>;
}

/**
 * Embeddings as a data set and the model that made them, for evaluators. An image stands for its row; captions are called
 * after the first row that is equal to theirs ("test text 12"), so that equal rows are one caption to the model. Each column
 * of labels is a class set. What isn't in the files can't be embedded: UserError.
 */
export function fileModel(splits: ReadonlyMap<string, EmbeddedRows>): { dataset: Dataset; model: DualEncoder } {
  const known: Known = { images: new Map(), texts: new Map(), names: new Map() };
  const examples = new Map([...splits].map(([split, rows]) => [split, examplesOf(split, rows, known)] as const));
  const dataset: Dataset = {
    name: 'files',
    splits: [...splits.keys()],
    classSets: classSetsOf([...splits.values()]),
    async *examples(split) {
      const own = examples.get(split);
      if (own === undefined) throw unknownName('split of the files:', split, [...splits.keys()]);
      yield* own;
    },
    trainingCaption: ({ captions }) => captions[0]!,
    fingerprint: async () =>
      [...splits.values()].flatMap(({ image, text }) => [hashOf(image.values), hashOf(text.values)]).join(' '),
  };
  return { dataset, model: modelOf(known) };
}

function examplesOf(split: string, { image, text, labels }: EmbeddedRows, known: Known): Example[] {
  const captions = text.rows / image.rows;
  return Array.from({ length: image.rows }, (_, i) => {
    const standIn: RawImage = { width: 1, height: 1, mode: 'L', data: new Uint8Array(1) };
    known.images.set(standIn, row(image, i));
    const own = [...(labels?.columns ?? [])].flatMap(([set, list]) => (list[i] === undefined ? [] : [[set, list[i]]]));
    return {
      id: labels?.ids?.[i] ?? `${split} image ${i}`,
      image: standIn,
      captions: Array.from({ length: captions }, (__, k) => textName(split, text, i * captions + k, known)),
      labels: Object.fromEntries(own) as Record<string, string>,
    };
  });
}

function textName(split: string, text: Matrix, at: number, { texts, names }: Known): string {
  const values = row(text, at);
  const hash = hashOf(values);
  const name = names.get(hash) ?? `${split} text ${at}`;
  names.set(hash, name);
  texts.set(name, values);
  return name;
}

/** The columns of all splits, each with the labels that occur, in alphabetical order. */
function classSetsOf(splits: readonly EmbeddedRows[]): ClassSet[] {
  const classes = new Map<string, Set<string>>();
  for (const { labels } of splits)
    for (const [set, list] of labels?.columns ?? [])
      classes.set(set, new Set([...(classes.get(set) ?? []), ...list.filter((label) => label !== undefined)]));
  return [...classes].map(([name, labels]) => ({ name, classes: [...labels].sort(), templates: ['{}'] }));
}

function modelOf({ images, texts }: Known): DualEncoder {
  const none = (what: string) =>
    new UserError(`files of embeddings hold ${what}: templates, prompts and sentences need alignclip evaluate <model>`);
  const found = (rows: Float32Array | undefined, what: string): Float32Array => {
    if (rows === undefined) throw none(what);
    return rows;
  };
  return {
    embedImages: async (wanted) => matrixFromRows(wanted.map((image) => found(images.get(image), 'no such image'))),
    embedTexts: async (wanted) => matrixFromRows(wanted.map((text) => found(texts.get(text), `no text "${text}"`))),
    canEmbed: (text) => texts.has(text),
    get logitScale(): number {
      throw none('no temperature');
    },
  };
}
