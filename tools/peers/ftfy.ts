import { random } from '@alignclip/core';
import { cleanText } from '@alignclip/encoders';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosen } from '../fuzz/inputs/draw';
import { hostileTexts } from '../fuzz/inputs/hostile';
import { type Peer, Skipped } from './peer';
import { peerPython, run } from './peer-python';

const version = 'ftfy==6.3.1';

interface Case {
  readonly label: string;
  readonly original: string;
}

/** ftfy's own cases, from its source package, and texts that are broken by seed. */
export const ftfy: Peer = {
  name: 'ftfy',
  packages: [version],
  run: ({ folder, counts, python }) => {
    const own = casesOf(folder).map(({ original }) => original);
    const texts = [...own, ...own.map((text) => Buffer.from(text).toString('latin1')), ...mixed(own)];
    const theirs = python(texts.map((text) => Buffer.from(text).toString('base64'))) as string[];
    texts.forEach((text, i) => {
      const ours = cleanText(Buffer.from(text).toString());
      counts.check(
        ours === theirs[i],
        `${JSON.stringify(text)}: here ${JSON.stringify(ours)}, there ${JSON.stringify(theirs[i])}`,
      );
    });
    return Promise.resolve();
  },
};

function casesOf(folder: string): Case[] {
  const python = peerPython([version], () => undefined);
  run(python, '-m', 'pip', 'download', '--quiet', '--no-deps', '--no-binary=ftfy', '--dest', folder, version);
  const archive = readdirSync(folder).find((name) => name.endsWith('.tar.gz'));
  if (archive === undefined) throw new Skipped('its source package was not found');
  const { status } = spawnSync('tar', ['-xzf', join(folder, archive), '-C', folder]);
  if (status !== 0) throw new Skipped('its source package can not be unpacked');
  const cases = join(folder, archive.replace('.tar.gz', ''), 'tests/test_cases.json');
  return JSON.parse(readFileSync(cases, 'utf8')) as Case[];
}

/** Pieces of the cases and hostile texts together. */
function mixed(own: readonly string[]): string[] {
  const stream = random('peers', 'ftfy');
  return Array.from({ length: 2000 }, () => {
    const parts = Array.from({ length: 1 + stream.integer(4) }, () => {
      const text = chosen(stream, stream.uniform() < 0.6 ? own : hostileTexts);
      const start = stream.integer(text.length + 1);
      return stream.uniform() < 0.5 ? text : text.slice(start, start + stream.integer(20));
    });
    return parts.join(chosen(stream, ['', ' ', '\n'])).slice(0, 500);
  });
}
