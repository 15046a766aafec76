import type { Point, View } from '../../page-data';
import type { Rotation } from './rotation';

export interface Palette {
  readonly image: string;
  readonly text: string;
  readonly line: string;
  readonly ink: string;
  readonly paper: string;
}

export interface PanelState {
  readonly view: View;
  readonly onSphere: boolean;
  readonly rotation: Rotation;
  /** The pair that is looked at. */
  readonly pair: number | undefined;
  /** Shows images as images. */
  readonly images: boolean;
  readonly imageOf: (pair: number) => HTMLImageElement | undefined;
}

/** What to draw on: coordinates −1 to 1 become pixels. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly radius: number;
  readonly at: (point: Point) => readonly [x: number, y: number];
}
