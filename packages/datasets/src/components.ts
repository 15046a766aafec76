import type { AnyComponent } from '@alignclip/core';
import { centerCrop } from './center-crop';
import { randomResizedCrop } from './random-resized-crop';

export const datasetComponents: readonly AnyComponent[] = [randomResizedCrop, centerCrop];
