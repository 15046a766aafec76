import type { AnyComponent } from '@alignclip/core';
import { cifar } from './cifar';
import { coco } from './coco';
import { csv } from './csv';
import { flickr } from './flickr';
import { imageFolder } from './image-folder';
import { karpathy } from './karpathy';
import { parquet } from './parquet';
import { webdataset } from './webdataset';

/** What reads data sets that lie on the disk. */
export const readers: readonly AnyComponent[] = [webdataset, csv, coco, flickr, karpathy, cifar, imageFolder, parquet];
