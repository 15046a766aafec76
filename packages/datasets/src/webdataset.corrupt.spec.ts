import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeCorruptReader, type FileImage } from './testing';
import { madeImage } from './testing/corrupt-images';
import { madeTar, paxName, tarHeader } from './testing/made-tar';
import { webdataset } from './webdataset';

/** One shard of these images; `extra` comes before its end. */
async function shardOf(images: readonly FileImage[], ...extra: Uint8Array[]): Promise<Buffer> {
  const whole = await madeTar(
    images.flatMap(({ name, bytes, caption }) => [[`${name}.png`, bytes] as const, [`${name}.txt`, caption] as const]),
  );
  return Buffer.concat([whole.subarray(0, -1024), ...extra, Buffer.alloc(1024)]);
}

/** The sound shard with something more in it. */
const withExtra = (...extra: (Uint8Array | Promise<Uint8Array>)[]) => ({
  damage: async (folder: string) => {
    const path = join(folder, 'shard.tar');
    writeFileSync(
      path,
      Buffer.concat([
        readFileSync(path).subarray(0, -1024),
        ...(await Promise.all(extra.map((part) => Promise.resolve(part)))),
        Buffer.alloc(1024),
      ]),
    );
  },
});
const members = async (...files: (readonly [string, string | Uint8Array])[]) =>
  (await madeTar(files)).subarray(0, -1024);
const skipsOne = { read: 4, skipped: 1 };
const withCaption = (caption: string | Uint8Array, suffix = 'txt') =>
  withExtra(madeImage(7).then((image) => members(['x.png', image], [`x.${suffix}`, caption])));

/** A sample with that class next to four with one of two. */
const withClass = (content: string | Uint8Array | undefined) => ({
  damage: async (folder: string) => {
    const images = await Promise.all([0, 1, 2, 3, 4].map((i) => madeImage(i)));
    const files = images.flatMap((image, i) => [
      [`${i}.png`, image] as const,
      ...(i < 4 ? [[`${i}.cls`, String(i % 2)] as const] : content === undefined ? [] : [['4.cls', content] as const]),
    ]);
    writeFileSync(join(folder, 'shard.tar'), await madeTar(files));
    return { classes: { names: ['bee', 'cat'] } };
  },
});

describeCorruptReader('webdataset', {
  make: webdataset.make,
  write: async (folder, images) => {
    writeFileSync(join(folder, 'shard.tar'), await shardOf(images));
    return { files: join(folder, 'shard.tar') };
  },
  main: 'shard.tar',
  own: {
    'a name that leads out of the archive': {
      ...withExtra(members(['../../x.png', 'x'])),
      outcome: skipsOne,
      message: /leads out/,
    },
    'an absolute name': { ...withExtra(members(['/etc/x.png', 'x'])), outcome: skipsOne, message: /leads out/ },
    'a symbolic link': {
      ...withExtra(tarHeader({ name: 'x.png', type: 'SymbolicLink', linkpath: '/etc/passwd' })),
      outcome: skipsOne,
      message: /x\.png: a SymbolicLink, not a file/,
    },
    'a hard link': { ...withExtra(tarHeader({ name: 'x.png', type: 'Link', linkpath: 'p0.png' })), outcome: skipsOne },
    'a device': { ...withExtra(tarHeader({ name: 'x.png', type: 'CharacterDevice' })), outcome: skipsOne },
    'an image of 8 GB declared': {
      ...withExtra(tarHeader({ name: 'x.png', size: 8e9 })),
      outcome: 'error',
      message: /ends early/,
    },
    'a caption of 8 GB declared': {
      ...withExtra(tarHeader({ name: 'x.txt', size: 8e9 })),
      outcome: 'error',
      message: /ends early/,
    },
    'a negative size': {
      ...withExtra(tarHeader({ name: 'x.png', size: -1 })),
      outcome: 'error',
      message: /not a tar header/,
    },
    'an image of 70 MB': {
      ...withExtra(members(['x.png', Buffer.alloc(70e6)], ['x.txt', 'x'])),
      outcome: skipsOne,
      message: /too many/,
    },
    'a second sample with a key': {
      ...withExtra(members(['p1.png', 'x'])),
      outcome: skipsOne,
      message: /second sample/,
    },
    'two images of one sample': {
      ...withExtra(members(['x.png', 'x'], ['x.png', 'x'])),
      outcome: skipsOne,
      message: /two members \.png/,
    },
    // what is behind it does not belong to the name
    'a NUL byte in a name': {
      ...withExtra(paxName('x.png\0/../../y'), members(['x', 'x'])),
      outcome: skipsOne,
      message: /x: has no caption/,
    },
    'a sample without an image': { ...withExtra(members(['x.txt', 'x'])), outcome: skipsOne, message: /no image/ },
    'a sample without a caption': { ...withExtra(members(['x.png', 'x'])), outcome: skipsOne, message: /no caption/ },
    'an empty caption': { ...withCaption(' \n'), outcome: skipsOne, message: /is empty/ },
    'a caption that is not UTF-8': {
      ...withCaption(Buffer.from([0x61, 0xff, 0xfe])),
      outcome: skipsOne,
      message: /not UTF-8/,
    },
    'a caption with a NUL byte': { ...withCaption('a\0b'), outcome: skipsOne, message: /NUL/ },
    'a json that is none': { ...withCaption('{', 'json'), outcome: skipsOne, message: /not valid JSON/ },
    'a json without captions': {
      ...withCaption('{"__proto__": {"caption": "x"}}', 'json'),
      outcome: skipsOne,
      message: /no text "caption"/,
    },
    'a json with a number for a caption': { ...withCaption('{"caption": [1]}', 'json'), outcome: skipsOne },
    'a class that there is not': {
      ...withClass('2'),
      outcome: skipsOne,
      message: /its class "2" is not one of the 2 classes/,
    },
    'a class by an unknown name': {
      ...withClass('cta'),
      outcome: skipsOne,
      message: /its class "cta" is not one of the 2 classes/,
    },
    'a negative class': {
      ...withClass('-1'),
      outcome: skipsOne,
      message: /its class "-1" is not one of the 2 classes/,
    },
    'a class of a thousand digits': {
      ...withClass('9'.repeat(1000)),
      outcome: skipsOne,
      message: /"9{40}" is not one/,
    },
    'an empty class': { ...withClass(' '), outcome: skipsOne, message: /its class "" is not one of the 2 classes/ },
    'a class that is not UTF-8': { ...withClass(Buffer.of(0xff)), outcome: skipsOne, message: /not UTF-8/ },
    'a class of 2 MB': { ...withClass('1'.repeat(2e6)), outcome: skipsOne, message: /its \.cls has 2000000 bytes/ },
    'a sample without its class': { ...withClass(undefined), outcome: skipsOne, message: /has no class \(\.cls\)/ },
    'noise between members': { ...withExtra(Buffer.alloc(512, 65)), outcome: 'error', message: /not a tar header/ },
    'a header of 2 MB for a name': {
      ...withExtra(tarHeader({ name: 'x', type: 'NextFileHasLongPath', size: 2e6 })),
      outcome: 'error',
      message: /refused/,
    },
  },
});
