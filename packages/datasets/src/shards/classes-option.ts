import { UserError, type ClassSet } from '@alignclip/core';
import { withFile } from '@alignclip/formats';
import { z } from 'zod';
import { checkedClassSet } from '../stored/checked-class-set';
import { templatesOption } from '../stored/templates-option';

/** What `.cls` members stand for. */
export const classesOption = z.strictObject({
  /** In the order of their numbers; or a text file with a name a line. */
  names: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  /** Name of the class set. */
  set: z.string().min(1).default('class'),
  templates: templatesOption(['a photo of a {}.']),
});

const mostBytes = 2 ** 20;

/** Throws UserError where the file of names can't be read or is no such list, or two classes have one name. */
export async function openClasses({ names, set, templates }: z.output<typeof classesOption>): Promise<ClassSet> {
  const classes = typeof names === 'string' ? await namesIn(names) : names;
  return checkedClassSet('webdataset', { name: set, classes, templates });
}

async function namesIn(given: string): Promise<readonly string[]> {
  const text = await withFile(given, async ({ size, read }) => {
    if (size > mostBytes) throw new UserError(`${given}: ${size} bytes are too many for names of classes`);
    return utf8(await read(0, size), given);
  });
  const names = text.split(/\r?\n/).map((line) => line.trim());
  while (names.at(-1) === '') names.pop();
  const empty = names.indexOf('');
  if (names.length === 0 || empty >= 0) throw new UserError(`${given}: line ${empty + 1 || 1} names no class`);
  return names;
}

function utf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${path}: its text is not UTF-8`);
  }
}
