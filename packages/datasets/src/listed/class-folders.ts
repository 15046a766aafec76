import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unknownName, UserError } from '@alignclip/core';
import { folderImages } from '../archives/folder-images';
import { captionOfClass, checkedClassSet } from '../stored/checked-class-set';
import type { StoredSource } from '../stored/stored-source';
import { CaptionTable } from './caption-table';
import { listedSource, type ListedSplit } from './listed-source';

export interface ClassFolders {
  readonly classSet: string;
  readonly classNames: Readonly<Record<string, string>>;
  readonly templates: readonly string[];
}

/** The endings that torchvision knows and that can be read here. */
const imageName = /\.(jpe?g|png|webp|gif)$/i;

/** The images of a folder for each split. Throws UserError where it has no folder of a class, or two have one name. */
export async function openClassFolders(
  folders: Readonly<Record<string, string>>,
  { classSet, classNames, templates }: ClassFolders,
): Promise<StoredSource> {
  const named = new Map<string, string>();
  const splits = new Map<string, ListedSplit>();
  for (const [split, folder] of Object.entries(folders)) {
    const table = new CaptionTable();
    for (const name of await classesIn(folder)) {
      const label = classNames[name] ?? name.replaceAll('_', ' ');
      named.set(name, label);
      const captions = [captionOfClass({ templates }, label)];
      for await (const image of imagesIn(folder, name)) {
        table.add({ image, captions, labels: { [classSet]: label }, where: join(folder, image) });
      }
    }
    splits.set(split, { table, images: folderImages(folder) });
  }
  const unused = Object.keys(classNames).find((name) => !named.has(name));
  if (unused !== undefined) throw unknownName('folder of a class', unused, [...named.keys()]);
  const classes = [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, label]) => label);
  const set = checkedClassSet('image-folder', { name: classSet, classes, templates });
  return listedSource({ name: 'image-folder', splits, files: [], classSets: [set] });
}

async function classesIn(folder: string): Promise<string[]> {
  const entries = await entriesOf(folder);
  const classes = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (classes.length > 0) return classes;
  throw new UserError(`image-folder: "${folder}" has no folder of a class in it`);
}

/** Names from `folder` on, sorted folder by folder. Links to folders are not followed. */
async function* imagesIn(folder: string, inside: string): AsyncGenerator<string> {
  for (const entry of await entriesOf(join(folder, inside))) {
    const name = `${inside}/${entry.name}`;
    if (entry.isDirectory()) yield* imagesIn(folder, name);
    else if (imageName.test(entry.name)) yield name;
  }
}

async function entriesOf(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => {
    throw new UserError(`image-folder: cannot read "${folder}": ${error.message}`);
  });
  return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
}
