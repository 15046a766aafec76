import type { Random, Spec } from '@alignclip/core';
import {
  cifar,
  coco,
  csv,
  flickr,
  imageFolder,
  isCorrupt,
  karpathy,
  parquet,
  storedItems,
  webdataset,
} from '@alignclip/datasets';
import { CorruptError } from '@alignclip/datasets';
import { openDataset, Registry } from '@alignclip/experiment';
import fc from 'fast-check';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { drawn } from '../inputs/draw';
import { hostileText } from '../inputs/hostile';
import { mutateJson } from '../inputs/mutate-json';
import { mutationsOf, require, type Target } from '../target';
import { checkImage } from './images';
import { fixture } from './places';
import { faultOfMessage } from '../watch';

const registry = new Registry();

/** Reads every item and example of every split; what is skipped is silent here. */
async function readAll(spec: Spec<'dataset'>): Promise<void> {
  const { write } = process.stderr;
  process.stderr.write = () => true;
  try {
    const dataset = await openDataset(registry, spec);
    for (const split of dataset.splits) {
      for await (const item of storedItems(dataset, split)) {
        if (!isCorrupt(item)) await item.load().catch(orCorrupt);
        else
          require(faultOfMessage(`${item.damaged}: ${item.reason}`) ===
            undefined, `a reason that can't be shown: ${JSON.stringify(item)}`);
      }
      for await (const { id, captions, image } of dataset.examples(split)) {
        require(captions.length > 0 && captions.every((caption) => caption.trim() !== ''), `no captions: ${id}`);
        checkImage(image);
      }
    }
    await dataset.fingerprint();
  } finally {
    process.stderr.write = write;
  }
}

function orCorrupt(error: unknown): void {
  if (!(error instanceof CorruptError)) throw error;
}

const images = (folder: string): void => {
  for (const i of [0, 1, 2, 3, 4]) write(folder, `images/${i}.png`, fixture(`flickr/images/${i}.png`));
};

function write(folder: string, name: string, content: Uint8Array | string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

type Reading = (path: string, images: string) => Spec<'dataset'>;

const target = (name: string, file: string, make: Target['make'], spec: Reading): Target => ({
  name,
  file,
  make,
  prepare: images,
  read: (path) => readAll(spec(path, join(dirname(path), 'images'))),
});

const jsonOf = (value: unknown) => (random: Random) => Buffer.from(mutateJson(random, value));

/** A list of rows with quotes, separators and ends of lines that do and don't fit. */
const rows = (separator: string): fc.Arbitrary<string> => {
  const field = fc.oneof(
    fc.constantFrom('0.png', '1.png', '2.png', 'a dog', 'train', 'test', 'images/1.png'),
    hostileText,
    hostileText.map((text) => `"${text.replaceAll('"', '""')}"`),
  );
  const row = fc.array(field, { minLength: 1, maxLength: 4 }).map((fields) => fields.join(separator));
  const end = fc.constantFrom('\n', '\n', '\r\n', '\r', '\n\n');
  const lines = fc.array(fc.tuple(row, end), { maxLength: 12 }).map((all) => all.flat().join(''));
  return fc
    .tuple(fc.constantFrom(`image${separator}caption`, `image${separator}caption${separator}split`, ''), end, lines)
    .map((all) => all.join(''));
};

const table = 'image,caption,split\n0.png,a cat,train\n1.png,"two, three",train\n2.png,"a ""b""",test\n3.png,d,test\n';
const grown = (separator: string) => (random: Random) => Buffer.from(drawn(random, rows(separator)));

const lists: readonly Target[] = [
  target(
    'csv',
    'list.csv',
    mutationsOf(() => [Buffer.from(table), Buffer.from(table.replaceAll('\n', '\r\n'))], { others: [grown(',')] }),
    (files, images) => csv({ files, images }),
  ),
  target(
    'tsv',
    'list.tsv',
    mutationsOf(() => [Buffer.from(table.replaceAll(',', '\t'))], { others: [grown('\t')] }),
    (files, images) => csv({ files, images }),
  ),
  target(
    'csv.gz',
    'list.csv.gz',
    mutationsOf(() => [gzipSync(table)], { others: [(random) => gzipSync(grown(',')(random) as Uint8Array)] }),
    (files, images) => csv({ files, images }),
  ),
  target(
    'flickr',
    'results.token',
    mutationsOf(() => [fixture('flickr/results.token')]),
    (files, images) => flickr({ files, images }),
  ),
  target(
    'flickr-csv',
    'results.csv',
    mutationsOf(() => [Buffer.from('image_name| comment_number| comment\n0.png| 0| a cat .\n0.png| 1| b\n')]),
    (files, images) => flickr({ files, images }),
  ),
];

const cocoFile = {
  images: [
    { id: 1, file_name: '0.png' },
    { id: 2, file_name: '1.png' },
  ],
  annotations: [
    { image_id: 1, caption: 'a' },
    { image_id: 2, caption: 'b' },
  ],
};
const sentences = [{ raw: 'a cat' }, { raw: 'a second' }];
const karpathyFile = {
  images: [
    { filename: '0.png', split: 'train', sentences },
    { filename: '1.png', filepath: '.', split: 'test', sentences },
  ],
};

const json: readonly Target[] = [
  target(
    'coco',
    'captions.json',
    mutationsOf(() => [Buffer.from(JSON.stringify(cocoFile))], { others: [jsonOf(cocoFile), jsonOf(cocoFile)] }),
    (files, images) => coco({ files, images }),
  ),
  target(
    'karpathy',
    'dataset.json',
    mutationsOf(() => [Buffer.from(JSON.stringify(karpathyFile))], {
      others: [jsonOf(karpathyFile), jsonOf(karpathyFile)],
    }),
    (files, images) => karpathy({ files, images }),
  ),
];

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

const archives: readonly Target[] = [
  target('webdataset', 'shard.tar', tars, (files) => webdataset({ files })),
  target('webdataset-classes', 'classes.tar', tars, (files) =>
    webdataset({ files, classes: { names: ['a', 'b', 'c'] } }),
  ),
  target(
    'webdataset.gz',
    'shard.tar.gz',
    mutationsOf(() => [fixture('webdataset/packed.tar.gz')], {
      others: [async (random) => gzipSync(await tars(random))],
    }),
    (files) => webdataset({ files }),
  ),
  target(
    'class-names',
    'names.txt',
    mutationsOf(() => [Buffer.from('a\nb\nc\n')]),
    (names) => webdataset({ files: join(dirname(names), 'classes.tar'), classes: { names } }),
  ),
  {
    ...target(
      'parquet',
      'table.parquet',
      mutationsOf(() => tables.map((name) => fixture(`parquet/${name}.parquet`))),
      (files) => parquet({ files }),
    ),
    weight: 3,
  },
  target('cifar', 'cifar.tar', cifarTar, (files) => cifar({ files })),
  target(
    'image-archive',
    'photos.tar',
    mutationsOf(() => [fixture('tables/photos.tar')], { seal: sealedTar }),
    (path) => csv({ files: join(dirname(path), 'list.csv'), images: path }),
  ),
  target(
    'image-zip',
    'photos.zip',
    mutationsOf(() => [fixture('tables/photos.zip')]),
    (path) => csv({ files: join(dirname(path), 'list.csv'), images: path }),
  ),
].map((one) => ({
  ...one,
  prepare: (folder: string) => {
    images(folder);
    write(folder, 'list.csv', 'image,caption\n0.png,a\nphotos/0.png,b\nnone.png,c\n');
    if (one.name === 'class-names') write(folder, 'classes.tar', fixture('webdataset/classes.tar'));
  },
}));

/** Names of files and folders in JSON, made before they are read. */
const classFolders: Target = {
  name: 'class-folders',
  file: 'folders.json',
  writes: true,
  make: (random) =>
    Buffer.from(JSON.stringify(drawn(random, fc.array(fc.tuple(hostileText, hostileText), { maxLength: 6 })))),
  read: (path, input) => {
    const folder = join(dirname(path), 'classes');
    mkdirSync(folder);
    for (const [name, image] of JSON.parse(Buffer.from(input).toString()) as [string, string][]) {
      try {
        mkdirSync(join(folder, ownName(name)), { recursive: true });
        writeFileSync(join(folder, ownName(name), `${ownName(image)}.png`), fixture('flickr/images/0.png'));
      } catch {
        // a name that no file can have
      }
    }
    return readAll(imageFolder({ files: folder }));
  },
};

/** Never a path that leads elsewhere. */
const ownName = (name: string): string => (/^\.*$/.test(name) ? 'dots' : name.replaceAll('/', '_'));

export const datasetTargets: readonly Target[] = [...lists, ...json, ...archives, classFolders];
