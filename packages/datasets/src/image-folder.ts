import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { classLabels, Dataset, defineComponent, messageOf, unknownName, UserError } from '@alignclip/core';
import { z } from 'zod';
import { CaptionTable } from './caption-lists/caption-table';
import { listedSource, type ListedSplit } from './caption-lists/listed-source';
import { folderImages } from './files/folder-images';
import { byCodePoint, captionOfClass, classSetOption, templatesOption } from './reading/class-set';
import { readingOptions } from './reading/reading-options';
import type { StoredSource } from './reading/source';
import { StoredDataset } from './reading/stored-dataset';

const options = z.strictObject({
  files: z
    .union([z.string().min(1), z.record(z.string().min(1), z.string().min(1))])
    .describe('folder with one folder per class, or one such folder per split'),
  classSet: classSetOption,
  classNames: z
    .record(z.string(), z.string().min(1))
    .default({})
    .describe('name of a class by its folder (default: the name of the folder, with spaces for `_`)'),
  templates: templatesOption(['a photo of a {}.']),
  ...readingOptions,
});

type Options = z.output<typeof options>;

/**
 * One folder per class, as in torchvision's ImageFolder: a class set for zero-shot, captions from a template
 * (docs/components).
 */
export const imageFolder = defineComponent(Dataset)({
  type: 'image-folder',
  options,
  create: async (given) => {
    const folders = typeof given.files === 'string' ? { train: given.files } : given.files;
    return new StoredDataset(await openClassFolders(folders, given), given);
  },
});

/** The file extensions that torchvision knows and that can be read here. */
const imageName = /\.(jpe?g|png|webp|gif)$/i;

/** Throws UserError where a folder has no class folder in it. */
async function openClassFolders(
  folders: Readonly<Record<string, string>>,
  { classSet, classNames, templates }: Options,
): Promise<StoredSource> {
  const inside = new Map<string, readonly string[]>();
  for (const folder of Object.values(folders)) inside.set(folder, await classesIn(folder));
  const known = [...new Set([...inside.values()].flat())].sort(byCodePoint);
  const unused = Object.keys(classNames).find((name) => !known.includes(name));
  if (unused !== undefined) throw unknownName('class folder', unused, known);
  const nameOf = new Map(Object.entries(classNames));
  const classes = known.map((folder) => nameOf.get(folder) ?? folder.replaceAll('_', ' '));
  const set = { name: classSet, classes, templates };
  const labels = classLabels(set);
  const splits = new Map<string, ListedSplit>();
  for (const [split, folder] of Object.entries(folders)) {
    const table = new CaptionTable();
    for (const name of inside.get(folder)!) {
      const number = known.indexOf(name);
      const captions = [captionOfClass(set, classes[number]!)];
      for await (const image of imagesIn(folder, name)) {
        table.add({ image, captions, labels: { [classSet]: labels[number]! }, where: join(folder, image) });
      }
    }
    splits.set(split, { table, images: folderImages(folder) });
  }
  return listedSource({ name: 'image-folder', splits, files: [], classSets: [set] });
}

async function classesIn(folder: string): Promise<string[]> {
  const entries = await entriesOf(folder);
  const classes = entries.filter(({ isFolder }) => isFolder).map(({ name }) => name);
  if (classes.length > 0) return classes;
  throw new UserError(`image-folder: "${folder}" has no class folder in it`);
}

/** Names relative to `folder`, sorted folder by folder. */
async function* imagesIn(folder: string, inside: string): AsyncGenerator<string> {
  for (const entry of await entriesOf(join(folder, inside))) {
    const name = `${inside}/${entry.name}`;
    if (entry.isFolder) yield* imagesIn(folder, name);
    else if (imageName.test(entry.name)) yield name;
  }
}

/** Names in a folder, sorted. A link to a folder is one, unless it leads back to a folder above it. */
async function entriesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new UserError(`image-folder: cannot read "${folder}": ${messageOf(error)}`);
  });
  const shown = entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => byCodePoint(a.name, b.name));
  const found: { readonly name: string; readonly isFolder: boolean }[] = [];
  for (const entry of shown) {
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await leadsAside(folder, entry.name)));
    found.push({ name: entry.name, isFolder });
  }
  return found;
}

/** Whether a link leads to a folder that is none of those through which it was reached. */
async function leadsAside(folder: string, name: string): Promise<boolean> {
  const path = resolve(folder, name);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return false;
  const target = await realpath(path);
  for (let above = resolve(folder); ; above = dirname(above)) {
    const isAbove = !relative(target, await realpath(above)).startsWith('..');
    if (isAbove || dirname(above) === above) return !isAbove;
  }
}
