import type { AnyComponent } from '@alignclip/core';
import { centerCrop } from './center-crop';
import { emojiCaptions } from './emoji-captions';
import { mixture } from './mixture';
import { randomResizedCrop } from './random-resized-crop';
import { readers } from './readers';
import { shapes } from './shapes';
import { simclrAugmentation } from './simclr-augmentation';

export const datasetComponents: readonly AnyComponent[] = [
  emojiCaptions,
  shapes,
  ...readers,
  mixture,
  randomResizedCrop,
  centerCrop,
  simclrAugmentation,
];
