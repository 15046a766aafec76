/** What the page's program is given beside the HTML: plain JSON, made here, read in the browser. */
export interface PageData {
  /** The colour of each variant, by name. */
  readonly colours: readonly (readonly [variant: string, colour: string])[];
  readonly figures: readonly FigureData[];
  readonly spheres: readonly SphereData[];
  readonly examples: readonly ExampleSet[];
  /** `data:` addresses; an empty one where the image isn't at hand. */
  readonly images: readonly string[];
}

export interface FigureData {
  /** Of the element that it is drawn into. */
  readonly id: string;
  /** A Vega specification. */
  readonly spec: object;
  /** The axes that zoom. */
  readonly axes: readonly ZoomAxis[];
}

export interface ZoomAxis {
  /** Holds the range that is shown, null for all. */
  readonly signal: string;
  readonly scale: string;
}

export type Point = readonly [x: number, y: number, z: number];

/** The points of one run on one split. Row i of `image` and of `text` is pair i. */
export interface SphereData {
  readonly variant: string;
  readonly seed: number;
  readonly split: string;
  readonly colour: string;
  /** Under the drawing: what it shows, in a sentence. */
  readonly caption: string;
  readonly pairs: readonly Item[];
  readonly views: Readonly<Record<ViewName, View | undefined>>;
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

export type Direction = 'image-to-text' | 'text-to-image';

/** What every variant finds for the same queries. */
export interface ExampleSet {
  readonly split: string;
  readonly direction: Direction;
  readonly seed: number;
  readonly queries: readonly Query[];
}

export interface Query {
  readonly item: Item;
  readonly answers: readonly QueryAnswer[];
}

export interface QueryAnswer {
  readonly variant: string;
  readonly colour: string;
  /** Of the best right item, from 1. */
  readonly rank: number;
  readonly found: readonly FoundItem[];
}

export interface FoundItem extends Item {
  readonly cosine: number;
  readonly right: boolean;
}
