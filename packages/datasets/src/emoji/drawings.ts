import { rasterDrawing } from './raster-drawing';
import type { Drawing } from './drawing';
import { vectorDrawing } from './vector-drawing';

export const drawingNames = ['google', 'twitter', 'fluent-3d', 'openmoji', 'high-contrast'] as const;
export type DrawingName = (typeof drawingNames)[number];

/** Where each drawing style comes from; all of them openly licensed (docs/components/emoji-captions.md). */
export const drawings: Readonly<Record<DrawingName, Drawing>> = {
  google: rasterDrawing('emoji-datasource-google', 'img/google/64'),
  twitter: rasterDrawing('emoji-datasource-twitter', 'img/twitter/64'),
  'fluent-3d': rasterDrawing('@lobehub/fluent-emoji-3d', 'assets'),
  openmoji: vectorDrawing('@iconify-json/openmoji'),
  'high-contrast': vectorDrawing('@iconify-json/fluent-emoji-high-contrast'),
};
