import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CorruptError } from '../corrupt';
import { openBytes } from './forward-bytes';
import { tarContent } from './tar-content';
import { walkTar } from './walk-tar';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-tar-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const files = [
  { name: 'a.txt', data: Buffer.from('one') },
  { name: 'b/c.bin', data: Buffer.alloc(300_000, 7) },
  { name: 'empty', data: Buffer.alloc(0) },
  { name: 'd.txt', data: Buffer.alloc(512, 100) },
];

async function written(name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
async function tar(): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of tarContent(files)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Name and content of each member; content only of those that `wanted` chooses. */
async function members(path: string, wanted: (name: string) => boolean = () => true) {
  const bytes = await openBytes(path);
  const found: { name: string; type: string; data: Buffer | undefined }[] = [];
  try {
    for await (const { name, type, read } of walkTar(bytes)) {
      found.push({ name, type, data: wanted(name) ? await read() : undefined });
    }
  } finally {
    await bytes.close();
  }
  return found;
}

describe('walkTar', () => {
  it('gives back what tarContent wrote, plain and gzipped, read or skipped', async () => {
    const content = await tar();
    for (const path of [await written('a.tar', content), await written('b.tar.gz', gzipSync(content))]) {
      expect((await members(path)).map(({ name, data }) => ({ name, data }))).toEqual(files);
      const some = await members(path, (name) => name === 'd.txt');
      expect(some.map(({ data }) => data?.length)).toEqual([undefined, undefined, undefined, 512]);
    }
  });

  it.each(['gnu', 'pax', 'ustar'])('reads what tar writes as %s, long names and links too', async (format) => {
    const source = join(folder, format);
    const long = format === 'ustar' ? `${'x'.repeat(90)}.txt` : `${'x'.repeat(180)}ü.txt`;
    mkdirSync(source);
    writeFileSync(join(source, long), 'long');
    symlinkSync('/etc/passwd', join(source, 'link'));
    const path = join(folder, `${format}.tar`);
    execFileSync('tar', ['--sort=name', `--format=${format}`, '-cf', path, '-C', source, '.']);
    const found = await members(path);
    expect(found.map(({ name, type }) => [name, type])).toEqual([
      ['./', 'Directory'],
      ['./link', 'SymbolicLink'],
      [`./${long}`, 'File'],
    ]);
    expect(found[2]!.data!.toString()).toBe('long');
  });

  it('is what tar can list', async () => {
    const path = await written('listed.tar', await tar());
    expect(execFileSync('tar', ['-tf', path], { encoding: 'utf8' }).trim().split('\n')).toEqual(
      files.map(({ name }) => name),
    );
  });

  it('is written with the same bytes as ever, so that a conversion that was stopped can continue', async () => {
    const digest = createHash('sha256')
      .update(await tar())
      .digest('hex');
    expect(digest).toBe('9dea2d3c1ff0bf1f11c73501bea75e18a96aad465b3fb521c7eb9c2ca91e67e1');
  });

  it('says where a corrupt file breaks off, and writes nothing', async () => {
    const whole = await tar();
    const flipped = Buffer.from(whole);
    flipped[1024] = 0x80; // in the second header
    const giant = Buffer.from(whole);
    giant.write('77777777777\0', 124, 'latin1'); // 8 GiB declared, with a sum that fits
    const sum = giant.subarray(0, 512).reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
    giant.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    const gzipped = gzipSync(whole);
    const bad = {
      text: Buffer.from('this is no tar file'.repeat(60)),
      short: whole.subarray(0, 300),
      'cut content': whole.subarray(0, 100_000),
      'cut header': whole.subarray(0, 1024 + 100),
      flipped,
      giant,
      'cut gzip': gzipped.subarray(0, gzipped.length - 30),
      'gzip of noise': Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(600, 9)]),
    };
    const before = readdirSync(folder).length;
    for (const [name, content] of Object.entries(bad)) {
      const path = await written(`bad ${name}`, content);
      for (const wanted of [() => true, () => false]) {
        const failed = await members(path, wanted).catch((error: unknown) => error);
        expect([name, failed instanceof CorruptError]).toEqual([name, true]);
      }
    }
    expect(readdirSync(folder).length).toBe(before + Object.keys(bad).length);
  });

  it('stops a gzip bomb long before its end, in bounded memory', async () => {
    const path = await written('bomb.tar.gz', gzipSync(Buffer.alloc(300_000_000)));
    const bytes = await openBytes(path);
    await expect(bytes.skip(300_000_000)).rejects.toThrow('unpacks to more than');
    expect(bytes.position).toBeLessThan(70_000_000);
    await bytes.close();
  });

  it('names a file that is not there', async () => {
    await expect(openBytes(join(folder, 'gone.tar'))).rejects.toThrow('gone.tar": no such file');
    await expect(openBytes(folder)).rejects.toThrow('cannot read');
  });
});
