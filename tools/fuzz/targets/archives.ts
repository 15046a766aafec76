import { cifar, csv, parquet, webdataset } from '@alignclip/datasets';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { mutationsOf, type Target } from '../target';
import { fixture } from './places';
import { ofDataset, writeBelow, writeImages } from './read-dataset';

/** With the right sum in every block that looks like a header. */
function sealedTar(bytes: Buffer): Buffer {
  const sealed = Buffer.from(bytes);
  for (let at = 0; at + 512 <= sealed.length; at += 512) {
    const block = sealed.subarray(at, at + 512);
    if (block.toString('latin1', 257, 262) !== 'ustar') continue;
    const sum = block.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  }
  return sealed;
}

const shards = () => ['shard-0000.tar', 'shard-0001.tar', 'classes.tar'].map((name) => fixture(`webdataset/${name}`));
const tars = mutationsOf(shards, { seal: sealedTar });
const batches = ['10-binary', '10-python', '100-binary', '100-python'];
const cifarTars = () => batches.map((name) => gunzipSync(fixture(`cifar/cifar-${name}.tar.gz`)));
const cifarTar = mutationsOf(cifarTars, { seal: sealedTar });
const tables = ['brotli', 'four', 'gzip', 'lz4', 'none', 'numbers', 'odd', 'pandas', 'zstd'];

const own = ({ files, maxCorruptShare }: { files: string; maxCorruptShare: number }) => ({ files, maxCorruptShare });

export const archiveTargets: readonly Target[] = [
  ofDataset('webdataset', 'shard.tar', tars, (given) => webdataset(own(given))),
  ofDataset('webdataset-classes', 'classes.tar', tars, (given) =>
    webdataset({ ...own(given), classes: { names: ['a', 'b', 'c'] } }),
  ),
  ofDataset(
    'webdataset.gz',
    'shard.tar.gz',
    mutationsOf(() => [fixture('webdataset/packed.tar.gz')], {
      others: [async (random) => gzipSync(await tars(random))],
    }),
    (given) => webdataset(own(given)),
  ),
  ofDataset(
    'class-names',
    'names.txt',
    mutationsOf(() => [Buffer.from('a\nb\nc\n')]),
    ({ files: names }) => webdataset({ files: join(dirname(names), 'classes.tar'), classes: { names } }),
  ),
  {
    ...ofDataset(
      'parquet',
      'table.parquet',
      mutationsOf(() => tables.map((name) => fixture(`parquet/${name}.parquet`))),
      (given) => parquet(own(given)),
    ),
    weight: 3,
  },
  ofDataset('cifar', 'cifar.tar', cifarTar, (given) => cifar(own(given))),
  ofDataset(
    'image-archive',
    'photos.tar',
    mutationsOf(() => [fixture('tables/photos.tar')], { seal: sealedTar }),
    (given) => csv({ ...given, files: join(dirname(given.files), 'list.csv'), images: given.files }),
  ),
  ofDataset(
    'image-zip',
    'photos.zip',
    mutationsOf(() => [fixture('tables/photos.zip')]),
    (given) => csv({ ...given, files: join(dirname(given.files), 'list.csv'), images: given.files }),
  ),
].map((one) => ({
  ...one,
  keepsOpen: one.name === 'image-zip', // for as long as the data set may be read
  prepare: (folder: string) => {
    writeImages(folder);
    writeBelow(folder, 'list.csv', 'image,caption\n0.png,a\nphotos/0.png,b\nnone.png,c\n');
    if (one.name === 'class-names') writeBelow(folder, 'classes.tar', fixture('webdataset/classes.tar'));
  },
}));
