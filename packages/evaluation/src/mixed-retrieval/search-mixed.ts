import { type Json, random, type Similarity } from '@alignclip/core';
import { evenlySpaced, largest, ndcg, scorerOf } from '@alignclip/metrics';
import { textShare } from './text-share';
import { fusedLengths } from './fused-lengths';
import type { MixedTask } from './mixed-task';
import { shownFound } from './shown-found';

export interface SearchOptions {
  readonly k: number;
  readonly shares: readonly number[];
  readonly draws: number;
  readonly alpha: number;
  readonly examples: number;
  readonly seed: number;
}

/** What each query finds, means over the draws. */
export interface Searched {
  /** NDCG@k by share, [shares][queries]. */
  readonly curve: readonly Float64Array[];
  /** Share of texts among the first k less their share in a corpus of half images, in [−.5, .5]. [queries] */
  readonly bias: Float64Array;
  /** NDCG@k where every document has both. [queries] */
  readonly fused?: Float64Array;
  /** NDCG@k among as many texts, images and fused documents. [queries] */
  readonly thirds?: Float64Array;
  /** Why there are no fused documents. */
  readonly notFused?: string;
  /** R@1 where every document has both, by the weight of the text. */
  readonly fusion: Json;
  /** NDCG@k of a random order. */
  readonly chance: number;
  readonly examples: Json;
}

/** Scores are computed once a query, of each document as text and as image; memory grows with the documents. */
export function searchMixed(task: MixedTask, similarity: Similarity | undefined, given: SearchOptions): Searched {
  const { queries, text, image, right } = task;
  const documents = text.rows;
  const places = drawnPlaces(documents, given);
  const score = { text: scorerOf(similarity, text, 'text'), image: scorerOf(similarity, image, 'image') };
  const [ofText, ofImage, mixed] = [0, 1, 2].map(() => new Float64Array(documents)) as Three;
  const gains = new Float64Array(documents);
  const fusion = new Fusion(task, similarity, given);
  const one = () => new Float64Array(queries.rows);
  const found = { curve: given.shares.map(one), bias: one(), fused: one(), thirds: one(), chance: one() };
  const exampleQueries = new Set(evenlySpaced(queries.rows, given.examples));
  const examples: Json[] = [];
  const show = (place: Uint32Array, images: number) => {
    for (let j = 0; j < documents; j += 1) mixed[j] = place[j]! < images ? ofImage[j]! : ofText[j]!;
    return mixed;
  };
  for (let q = 0; q < queries.rows; q += 1) {
    score.text(queries, q, ofText);
    score.image(queries, q, ofImage);
    gains.fill(0);
    for (const document of right[q]!) gains[document] = 1;
    for (const place of places) {
      given.shares.forEach((share, r) => {
        found.curve[r]![q]! += ndcg(show(place, Math.floor(documents * share)), gains, given.k) / places.length;
      });
      const half = Math.floor(documents / 2);
      const texts = textShare(show(place, half), (j) => place[j]! >= half, given.k);
      found.bias[q]! += (texts - (documents - half) / documents) / places.length;
      if (exampleQueries.has(q) && place === places[0])
        examples.push(shownFound(task, q, mixed, (j) => place[j]! < half));
      found.thirds[q]! += ndcg(fusion.thirds(ofText, ofImage, mixed, place), gains, given.k) / places.length;
    }
    found.fused[q] = ndcg(fusion.fused(ofText, ofImage, mixed), gains, given.k);
    fusion.sweep(ofText, ofImage, mixed, gains);
    found.chance[q] = ndcg(mixed.fill(0), gains, given.k);
  }
  const { fused, thirds, curve, bias, chance } = found;
  return {
    curve,
    bias,
    ...(fusion.why === undefined ? { fused, thirds } : { notFused: fusion.why }),
    fusion: fusion.recalls(queries.rows),
    chance: chance.reduce((sum, value) => sum + value, 0) / queries.rows,
    examples,
  };
}

type Three = [Float64Array, Float64Array, Float64Array];

/** Each document's place in a random order, by draw: those before the share are images, so that corpora of rising share nest. */
const drawnPlaces = (documents: number, { draws, seed }: SearchOptions): Uint32Array[] =>
  Array.from({ length: draws }, (_, draw) => random('mixed-retrieval', seed, draw).permutation(documents));

/** Documents that have both: ⟨q, αt + (1 − α)v⟩ / ‖αt + (1 − α)v‖. */
class Fusion {
  readonly why: string | undefined;
  private readonly lengths: Float64Array | undefined;
  private readonly sweeps: { readonly alpha: number; readonly lengths: Float64Array; hits: number }[];

  constructor(
    { text, image }: MixedTask,
    similarity: Similarity | undefined,
    private readonly given: SearchOptions,
  ) {
    this.lengths = similarity ? undefined : fusedLengths(text, image, given.alpha);
    if (similarity) this.why = "the model's own similarity has no fused documents";
    else if (!this.lengths) this.why = 'text and image of a document cancel out';
    this.sweeps = Array.from({ length: 21 }, (_, i) => Math.round(i * 5) / 100).flatMap((alpha) => {
      const lengths = similarity ? undefined : fusedLengths(text, image, alpha);
      return lengths ? [{ alpha, lengths, hits: 0 }] : [];
    });
  }

  fused(
    ofText: Float64Array,
    ofImage: Float64Array,
    into: Float64Array,
    lengths = this.lengths,
    alpha = this.given.alpha,
  ) {
    if (!lengths) return into.fill(0);
    for (let j = 0; j < into.length; j += 1) into[j] = (alpha * ofText[j]! + (1 - alpha) * ofImage[j]!) / lengths[j]!;
    return into;
  }

  /** A third each of texts, images and fused documents. */
  thirds(ofText: Float64Array, ofImage: Float64Array, into: Float64Array, place: Uint32Array): Float64Array {
    this.fused(ofText, ofImage, into);
    for (let j = 0; j < into.length; j += 1) {
      const third = Math.floor((3 * place[j]!) / into.length);
      if (third < 2) into[j] = third === 0 ? ofText[j]! : ofImage[j]!;
    }
    return into;
  }

  /** Counts whether the best fused document is right, at each weight; a share of the best where several are. */
  sweep(ofText: Float64Array, ofImage: Float64Array, into: Float64Array, gains: Float64Array): void {
    for (const point of this.sweeps) {
      const scores = this.fused(ofText, ofImage, into, point.lengths, point.alpha);
      const best = scores[largest(scores, 1)[0]!]!;
      let [tied, right] = [0, 0];
      for (let j = 0; j < scores.length; j += 1) if (scores[j] === best) [tied, right] = [tied + 1, right + gains[j]!];
      point.hits += right / tied;
    }
  }

  recalls(queries: number): Json {
    return { alphas: this.sweeps.map(({ alpha }) => alpha), 'R@1': this.sweeps.map(({ hits }) => hits / queries) };
  }
}
