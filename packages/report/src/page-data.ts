import type { Modality } from '@alignclip/core';

/** Data of the page's script: plain JSON, written in Node, read in the browser. */
export interface PageData {
  /** The colour of each variant, by name. */
  readonly colours: readonly (readonly [variant: string, colour: string])[];
  readonly figures: readonly FigureData[];
  readonly spheres: readonly SphereData[];
  readonly examples: readonly ExampleSet[];
  /** `data:` addresses; empty if the image is missing. */
  readonly images: readonly string[];
}

export interface FigureData {
  /** Id of the element that it is drawn into. */
  readonly id: string;
  /** A Vega specification. */
  readonly spec: object;
  /** The axes that zoom. */
  readonly axes: readonly ZoomAxis[];
}

export interface ZoomAxis {
  /** Name of the signal with the visible range; null shows all. */
  readonly signal: string;
  readonly scale: string;
}

export type Point = readonly [x: number, y: number, z: number];

/** The points of one run on one split. Row i of `image` and of `text` is pair i. */
export interface SphereData {
  readonly variant: string;
  /** With the fold of the data, where it has one: "3, fold 1". */
  readonly seed: string;
  readonly split: string;
  readonly colour: string;
  /** The line under the drawing. */
  readonly caption: string;
  readonly pairs: readonly Item[];
  readonly views: Readonly<Record<ViewName, View | undefined>>;
  /** Where the run has maps on embeddings: index of the sphere of the same weights without them. */
  readonly before?: number | undefined;
}

export type ViewName = 'sphere' | 'pca';

export interface View {
  readonly image: readonly Point[];
  readonly text: readonly Point[];
}

/** An image of a data set with a caption. */
export interface Item {
  readonly id: string;
  readonly caption: string;
  /** Index into `images`. */
  readonly image: number;
}

/** The results of every variant for the same queries. */
export interface ExampleSet {
  readonly split: string;
  /** What is searched for: "captions of an image". */
  readonly finds: string;
  /** Whether queries are shown by their images, else by their captions. */
  readonly byImage: boolean;
  /** With the fold of the data, where it has one. */
  readonly seed: string;
  readonly queries: readonly Query[];
}

export interface Query {
  readonly item: Item;
  readonly answers: readonly QueryAnswer[];
}

export interface QueryAnswer {
  readonly variant: string;
  readonly colour: string;
  /** Rank of the best correct item, from 1; undefined where there is none to find. */
  readonly rank?: number | undefined;
  readonly found: readonly FoundItem[];
}

export interface FoundItem extends Item {
  /** Higher is nearer. */
  readonly score: number;
  readonly right: boolean;
  readonly shown: Modality;
  /** The change under which it is found. */
  readonly under?: string | undefined;
}
