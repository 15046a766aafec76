import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Interrupted, UserError, type Dataset } from '@alignclip/core';
import { csv, imageFolder, imageInfo, shapes, webdataset } from '@alignclip/datasets';
import { readAll } from '@alignclip/datasets/testing';
import { convertSplit } from '../data/convert-split';
import { createProgram } from '../program';
import { printed } from '../testing/run-bin';
import { scratchFolder, tinySource, workspaceRoot } from '../testing/scratch-folder';

const scratch = scratchFolder();
const fixture = (...names: string[]) => join(workspaceRoot, 'packages/datasets/fixtures', ...names);
const table = [fixture('tables', 'pandas.csv'), '-o', 'imageColumn=filepath', 'captionColumn=title'];
const run = (...args: string[]) =>
  printed(() =>
    createProgram()
      .exitOverride()
      .parseAsync(['data', ...args], { from: 'user' }),
  );

describe('data inspect', () => {
  it('tells counts, sizes, captions and equal images of files', async () => {
    const lines = await run('inspect', 'csv', ...table);
    expect(lines[0]).toBe('split train: 3 examples');
    expect(lines.join('\n')).toMatch(/3 png; width 12; height 9 pixels/);
    expect(lines.join('\n')).toMatch(/captions {2}6, 6 distinct; 1 to 3, median 2, mean 2 per image/);
    expect(lines.at(-1)).toBe('no duplicate images (byte by byte)');
  });

  it('finds images that two splits share, and those twice in one', async () => {
    const list = join(scratch.path, 'twice.csv');
    const copy = (name: string) =>
      writeFileSync(join(scratch.path, name), readFileSync(fixture('tables/photos/0.png')));
    for (const name of ['a.png', 'b.png', 'c.png']) copy(name);
    writeFileSync(list, 'image,caption,split\na.png,one,train\nb.png,two,train\nc.png,three,test\n');
    const lines = await run('inspect', 'csv', list);
    expect(lines).toContain('duplicate images within train: 1');
    expect(lines).toContain('duplicate images in train and test: 1 (they leak into the test)');
    expect(lines).toContain('  train: a.png = train: b.png');
  });

  it('counts classes, takes files by split, and prints JSON', async () => {
    const files = ['train', 'test'].map((split) => `${split}=${fixture('image-folder')}`);
    const { splits } = JSON.parse((await run('inspect', 'image-folder', ...files, '--json')).join('\n')) as {
      splits: { split: string; classes: unknown }[];
    };
    expect(splits.map(({ split }) => split)).toEqual(['train', 'test']);
    expect(splits[0]!.classes).toEqual({ class: { dog: 2, 'tabby cat': 2 } });
  });

  it('looks at the data set of an experiment', async () => {
    const lines = await run('inspect', scratch.write('tiny.ts', tinySource), '--split', 'val');
    expect(lines.join('\n')).toMatch(/split val: \d+ examples\n {2}images {2}\d+ pixels; width 16; height 16/);
  });

  it('names the nearest type, option and split', async () => {
    await expect(run('inspect', 'cvs')).rejects.toThrow('did you mean "csv"');
    await expect(run('inspect', 'csv', 'x.csv', '-o', 'imagecolumn=x')).rejects.toThrow('did you mean "imageColumn"');
    await expect(run('inspect', 'csv', ...table, '--split', 'trian')).rejects.toThrow('did you mean "train"');
    await expect(run('inspect', 'csv', 'train=a.csv', 'b.csv')).rejects.toThrow('has no split');
  });

  it.each([
    [
      'README.md',
      /"README\.md" is no type of a data set and no experiment file \(\.ts, \.js\); types: cifar, coco, csv/,
    ],
    ['captions.tsv', /is no type .*; for this file: alignclip data inspect csv captions\.tsv$/],
    ['cc3m-{0..3}.tar', /alignclip data inspect webdataset 'cc3m-\{0\.\.3\}\.tar'$/],
    ['a/x.parquet', /alignclip data inspect parquet a\/x\.parquet$/],
    ['captions.json', /alignclip data inspect coco captions\.json$/],
    [fixture('image-folder'), /alignclip data inspect image-folder \/.*image-folder$/],
  ])('says how to look at %s', async (path, message) => {
    await expect(run('inspect', path)).rejects.toThrow(message);
  });
});

describe('data check', () => {
  it('passes sound data', async () => {
    expect(await run('check', 'webdataset', fixture('webdataset', 'shard-*.tar'))).toEqual([
      'split train: 5 valid examples, 0 corrupt',
    ]);
  });

  it('names all damage and fails', async () => {
    const list = scratch.write('bad.csv', 'image,caption\na.png,one\ngone.png,two\n');
    writeFileSync(join(scratch.path, 'a.png'), 'no image');
    const lines = await printed(() => expect(run2('check', 'csv', list)).rejects.toThrow(UserError));
    expect(lines[0]).toBe('split train: 0 valid examples, 2 corrupt');
    expect(lines[1]).toMatch(/^ {2}a\.png: not a JPEG/);
    expect(lines[2]).toMatch(/^ {2}gone\.png: cannot read/);
  });
  const run2 = (...args: string[]) =>
    createProgram()
      .exitOverride()
      .parseAsync(['data', ...args], { from: 'user' });
});

describe('data check of nothing', () => {
  it('fails on a split without examples', async () => {
    const folder = join(scratch.path, 'no-images');
    mkdirSync(join(folder, 'class'), { recursive: true });
    await expect(run('check', 'image-folder', folder)).rejects.toThrow('image-folder: no example in split "train"');
    const empty = await printed(() =>
      expect(run('check', 'parquet', fixture('parquet', 'empty.parquet'))).rejects.toThrow('no example'),
    );
    expect(empty).toEqual([]);
  });
});

describe('data convert', () => {
  it('refuses a file for a folder, and splits that lead out of it', async () => {
    const file = scratch.write('a-file', 'x');
    await expect(convert(file)).rejects.toThrow(/^--out ".*a-file" is a file; it must be a folder$/);
    await expect(convert(join(file, 'b'))).rejects.toThrow('lies below a file; it must be a folder');
    await expect(convert(join(scratch.path, 'a'.repeat(300)))).rejects.toThrow(
      /^--out ".*a": the name is too long \(ENAMETOOLONG\)$/,
    );
    expect(readFileSync(file, 'utf8')).toBe('x');
    const list = scratch.write('out.csv', 'image,caption,split\na.png,a,../../out\n');
    const out = join(scratch.path, 'inside', 'deep');
    await expect(run('convert', 'csv', list, '--out', out)).rejects.toThrow(
      'the split "../../out" can\'t be part of the name of a file: give it another name with the option "splits"',
    );
  });

  const convert = (out: string, ...more: string[]) =>
    run('convert', 'csv', ...table, '--out', out, '--per-shard', '2', ...more);
  const contents = (folder: string) =>
    Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name)).toString('base64')]));

  it('writes shards that the reader gives back, and that tar can list', async () => {
    const out = join(scratch.path, 'shards');
    await convert(out);
    expect(readdirSync(out).sort()).toEqual([
      'train-000000.tar',
      'train-000001.tar',
      'train.shards.json',
      'val-000000.tar',
      'val.shards.json',
    ]);
    const given = webdataset({ files: join(out, 'train-*.tar'), captionSuffixes: ['json'] });
    const back = await readAll((await webdataset.create(given.options)) as never, 'train');
    const list = csv({ files: table[0]!, imageColumn: 'filepath', captionColumn: 'title' });
    const source = await readAll((await csv.create(list.options)) as never, 'train');
    expect(back.map(({ captions, image }) => [captions, image])).toEqual(
      source.map(({ captions, image }) => [captions, image]),
    );
    const names = execFileSync('tar', ['-tf', join(out, 'train-000001.tar')], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(names).toEqual(['png', 'txt', 'json'].map((ending) => `000000002.${ending}`));
  });

  it('writes classes by number with a list of their names, from which the reader has the same labels', async () => {
    const out = join(scratch.path, 'classes');
    const source = imageFolder({ files: fixture('image-folder') });
    const lines = await run('convert', 'image-folder', fixture('image-folder'), '--out', out);
    const names = join(out, 'train.classnames.txt');
    expect(lines).toContain(`${names}: 2 classes`);
    expect(readFileSync(names, 'utf8')).toBe('dog\ntabby cat\n');
    const given = webdataset({ files: join(out, 'train-*.tar'), classes: { names } });
    const [back, own] = (await Promise.all([
      webdataset.create(given.options as never),
      imageFolder.create(source.options as never),
    ])) as [Dataset, Dataset];
    expect(back.classSets).toEqual(own.classSets);
    const seen = async (dataset: Dataset) =>
      (await readAll(dataset, 'train')).map(({ labels, captions, image }) => [labels, captions, image]);
    expect(await seen(back)).toEqual(await seen(own));
  });

  it('resumes after the last complete shard with the same bytes, and does nothing when all is done', async () => {
    const [whole, stopped] = [join(scratch.path, 'whole'), join(scratch.path, 'stopped')];
    await convert(whole);
    await convert(stopped);
    const planFile = join(stopped, 'train.shards.json');
    const plan = JSON.parse(readFileSync(planFile, 'utf8')) as { shards: unknown[]; complete: boolean };
    writeFileSync(planFile, JSON.stringify({ ...plan, shards: plan.shards.slice(0, 1), complete: false }));
    writeFileSync(join(stopped, 'train-000001.tar'), 'half');
    writeFileSync(join(stopped, '.train-000001.tar.0.tmp'), 'rest of a killed conversion');
    await convert(stopped);
    expect(contents(stopped)).toEqual(contents(whole));
    expect(await convert(stopped)).toEqual(await convert(whole));
  });

  it('refuses a folder with the shards of other data', async () => {
    const out = join(scratch.path, 'other');
    await convert(out);
    await expect(run('convert', 'csv', ...table, '--out', out, '--per-shard', '3')).rejects.toThrow(
      'choose another folder',
    );
  });

  it('stops between two examples with complete shards only, and resumes with the same bytes', async () => {
    const dataset = shapes.create(shapes.options.parse({ resolution: 8 })) as Dataset;
    const controller = new AbortController();
    /** The same, but for Ctrl-C while the third shard is written. */
    async function* examples(split: string) {
      let count = 0;
      for await (const example of dataset.examples(split)) {
        if ((count += 1) === 26) controller.abort();
        yield example;
      }
    }
    const [folder, whole] = [join(scratch.path, 'interrupted'), join(scratch.path, 'undisturbed')];
    const given = { dataset, split: 'val', perShard: 10 };
    const stopped = convertSplit({ ...given, folder, dataset: { ...dataset, examples }, signal: controller.signal });
    await expect(stopped).rejects.toThrow(Interrupted);
    expect(readdirSync(folder).sort()).toEqual(['val-000000.tar', 'val-000001.tar', 'val.shards.json']);
    const again: string[] = [];
    await convertSplit({ ...given, folder, onShard: (file) => again.push(file) });
    expect(again[0]).toBe('val-000002.tar');
    await convertSplit({ ...given, folder: whole });
    expect(contents(folder)).toEqual(contents(whole));
  });
});

describe('data preview', () => {
  it('writes a PNG of the first images', async () => {
    const out = join(scratch.path, 'sheet.png');
    const lines = await run('preview', 'csv', ...table, '--out', out, '--columns', '2', '--edge', '40');
    expect(lines).toEqual([`${out}: 3 images of split train`, 'not shown: val (choose with --split val)']);
    expect(await imageInfo(readFileSync(out))).toEqual({ format: 'png', width: 2 * 56, height: 2 * 98 });
    const other = await run('preview', 'csv', ...table, '--out', out, '--split', 'val', '--count', '1');
    expect(other).toEqual([`${out}: 1 image of split val`]);
  });
});
