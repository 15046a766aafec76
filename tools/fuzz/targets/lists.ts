import type { Random } from '@alignclip/core';
import { coco, csv, flickr, karpathy } from '@alignclip/datasets';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { drawn } from '../inputs/draw';
import { hostileText } from '../inputs/hostile';
import { mutateJson } from '../inputs/mutate-json';
import { mutationsOf, type Target } from '../target';
import { fixture } from './places';
import { ofDataset } from './read-dataset';

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
  ofDataset(
    'csv',
    'list.csv',
    mutationsOf(() => [Buffer.from(table), Buffer.from(table.replaceAll('\n', '\r\n'))], { others: [grown(',')] }),
    csv,
  ),
  ofDataset(
    'csv-classes',
    'list.csv',
    mutationsOf(() => [Buffer.from(table), Buffer.from(`${table}0.png,again,test\n0.png,and again,\n`)], {
      others: [grown(',')],
    }),
    (given) => csv({ ...given, classColumns: ['split', 'caption'] }),
  ),
  ofDataset(
    'tsv',
    'list.tsv',
    mutationsOf(() => [Buffer.from(table.replaceAll(',', '\t'))], { others: [grown('\t')] }),
    csv,
  ),
  ofDataset(
    'csv.gz',
    'list.csv.gz',
    mutationsOf(() => [gzipSync(table)], { others: [(random) => gzipSync(grown(',')(random))] }),
    csv,
  ),
  ofDataset(
    'flickr',
    'results.token',
    mutationsOf(() => [fixture('flickr/results.token')]),
    flickr,
  ),
  ofDataset(
    'flickr-csv',
    'results.csv',
    mutationsOf(() => [Buffer.from('image_name| comment_number| comment\n0.png| 0| a cat .\n0.png| 1| b\n')]),
    flickr,
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
  ofDataset(
    'coco',
    'captions.json',
    mutationsOf(() => [Buffer.from(JSON.stringify(cocoFile))], { others: [jsonOf(cocoFile), jsonOf(cocoFile)] }),
    coco,
  ),
  ofDataset(
    'karpathy',
    'dataset.json',
    mutationsOf(() => [Buffer.from(JSON.stringify(karpathyFile))], {
      others: [jsonOf(karpathyFile), jsonOf(karpathyFile)],
    }),
    karpathy,
  ),
];

export const listTargets: readonly Target[] = [...lists, ...json];
