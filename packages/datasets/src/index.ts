import { componentsOf } from '@alignclip/core';
import * as all from './components';

export * from './components';
export const datasetComponents = componentsOf(all);
export { WordNet, wordNetFolder } from './captions/wordnet';
export { csvRows } from './caption-lists/csv-rows';
export { CorruptError, isCorrupt, type CorruptItem } from './corrupt';
export { tarContent, type TarFile } from './files/tar-content';
export { contactSheet, encodePng, type SheetLayout } from './images/contact-sheet';
export { decodeImage } from './images/decode-image';
export { imageFormat, imageInfo, type ImageFormat, type ImageInfo } from './images/image-file';
export { decoded, decodesAtOnce, mapInOrder } from './reading/decoded-example';
export { itemCount, storedItems, type StoredExample, type StoredItem } from './reading/part';
export { composeOnWhite } from './transforms/alpha';
export { centralBox, randomCropBox, type Box, type CropRange } from './transforms/box';
export { clipNormalisation, type Normalisation } from './transforms/normalisation';
export { resize } from './transforms/resize';
