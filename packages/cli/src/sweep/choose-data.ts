import { unknownName, UserError } from '@alignclip/core';
import { publishedData } from '@alignclip/reporting';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const kinds = ['embedded', 'paper'];
const towerKinds = ['scratch', 'pretrained'];

interface Chosen {
  readonly data: string;
  readonly folders?: string | undefined;
  /** Default: what `ALIGNCLIP_TOWERS` says, else `scratch`. */
  readonly towers?: string | undefined;
}

/**
 * Sets data and towers of the paper's experiments through `ALIGNCLIP_DATA`, `ALIGNCLIP_FOLDERS` and `ALIGNCLIP_TOWERS`,
 * which they read in this process and in those of their cells. Prints which data sets of the paper are missing. Throws
 * UserError on an unknown kind, and on a folders file that is missing or not a JSON object.
 */
export function chooseData({ data, folders, towers }: Chosen): void {
  if (!kinds.includes(data)) throw unknownName('--data', data, kinds);
  if (towers !== undefined && !towerKinds.includes(towers)) throw unknownName('--towers', towers, towerKinds);
  if (towers !== undefined) process.env['ALIGNCLIP_TOWERS'] = towers;
  if (data === 'paper' && folders === undefined)
    throw new UserError('--data paper: needs --folders with a JSON file that names the folders of the data sets');
  const named = folders === undefined ? [] : setsIn(folders);
  if (folders !== undefined) process.env['ALIGNCLIP_FOLDERS'] = resolve(folders);
  process.env['ALIGNCLIP_DATA'] = data;
  if (data !== 'paper') return;
  const missing = publishedData.filter(
    (name) => !name.includes(', ') && !/^(STS|SICK)/.test(name) && !named.includes(name),
  );
  console.log(`data sets of the paper: ${named.join(', ') || 'none'}`);
  if (missing.length > 0) console.log(`skipped, because not in ${folders}: ${missing.join(', ')}`);
}

function setsIn(file: string): string[] {
  try {
    const { sets = {} } = JSON.parse(readFileSync(file, 'utf8')) as { readonly sets?: object };
    return Object.keys(sets);
  } catch (error) {
    throw new UserError(`--folders = ${JSON.stringify(file)}: ${(error as Error).message}`);
  }
}
