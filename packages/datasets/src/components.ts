import type { AnyComponent } from '@alignclip/core';
import { centerCrop } from './center-crop';
import { csv } from './csv';
import { emojiCaptions } from './emoji-captions';
import { randomResizedCrop } from './random-resized-crop';
import { shapes } from './shapes';
import { simclrAugmentation } from './simclr-augmentation';

export const datasetComponents: readonly AnyComponent[] = [
  emojiCaptions,
  shapes,
  csv,
  randomResizedCrop,
  centerCrop,
  simclrAugmentation,
];
