import type { JsonObject } from '../json';
import type { RunRecord } from '../run-record';
import { slot } from '../token';

/** A chart without a renderer. */
export interface FigureModel {
  readonly title: string;
  /** What it shows, in words, for readers who cannot see it. */
  readonly description: string;
  /** A Vega-Lite specification with its data; absent if the records have nothing to draw. */
  readonly spec?: JsonObject;
  /** Sentences that belong under the figure. */
  readonly notes: readonly string[];
}

/** A pure function of run records, as a table is. */
export interface Figure {
  readonly title: string;
  draw(records: readonly RunRecord[]): FigureModel;
}

export const Figure = slot<Figure>()('figures', { many: true });
