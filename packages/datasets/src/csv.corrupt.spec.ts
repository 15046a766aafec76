import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csv } from './csv';
import { describeCorruptReader } from './testing';

/** Puts the four images into a zip file. */
const zip = (folder: string, name: string) =>
  execFileSync('python3', ['-m', 'zipfile', '-c', name, 'p0.png', 'p1.png', 'p2.png', 'p3.png'], { cwd: folder });
const row = (line: string) => ({ damage: (folder: string) => appendFileSync(join(folder, 'list.csv'), line) });
const skipsOne = { read: 4, skipped: 1 };

describeCorruptReader('csv', {
  make: csv.make,
  write: async (folder, images) => {
    for (const { name, bytes } of images) writeFileSync(join(folder, `${name}.png`), bytes);
    const lines = images.map(({ name, caption }) => `${name}.png,${caption}`);
    writeFileSync(join(folder, 'list.csv'), ['image,caption', ...lines, ''].join('\n'));
    return { files: join(folder, 'list.csv') };
  },
  main: 'list.csv',
  mainOutcomes: { 'the first half': { read: 2 } },
  own: {
    'a missing column': { damage: () => ({ captionColumn: 'text' }), outcome: 'error', message: /unknown column/ },
    'a header alone': {
      damage: (folder) => writeFileSync(join(folder, 'list.csv'), 'image,caption\n'),
      outcome: 'error',
      message: /lists no image/,
    },
    'too few fields': { ...row('p0.png\n'), outcome: skipsOne, message: /line 6: 1 fields; the header has 2/ },
    'too many fields': { ...row('p0.png,a,b\n'), outcome: skipsOne, message: /3 fields/ },
    'a quote that is never closed': {
      ...row(`p0.png,"a\n${'x\n'.repeat(1000)}`),
      outcome: 'error',
      message: /line 6: Quote/,
    },
    'a field of 2 MB': { ...row(`p0.png,${'x'.repeat(2e6)}\n`), outcome: skipsOne, message: /line 6: a row of more/ },
    'quotes within a field, in it and after it': {
      ...row('p0.png,a 5" nail\r\np1.png,"b"ig "x"\n'),
      outcome: { read: 4 },
    },
    'a name in another Unicode form': {
      damage: (folder) => {
        writeFileSync(join(folder, 'cafe\u0301.png'), 'x');
        appendFileSync(join(folder, 'list.csv'), 'caf\u00e9.png,a\n');
      },
      outcome: skipsOne,
      message: /no such file; there is one whose name looks the same but is in the Unicode form NFD, not NFC/,
    },
    'a name in other case': {
      ...row('P0.PNG,a\n'),
      outcome: skipsOne,
      message: /no such file; there is "p0\.png"/,
    },
    'an empty caption': { ...row('p0.png, \n'), outcome: skipsOne, message: /caption is empty/ },
    'no name of an image': { ...row(',a\n'), outcome: skipsOne, message: /has no image name/ },
    'a caption that is not UTF-8': {
      damage: (folder) => appendFileSync(join(folder, 'list.csv'), Buffer.from('p0.png,a\xff\n', 'latin1')),
      outcome: skipsOne,
      message: /not UTF-8/,
    },
    'a NUL byte in a name': { ...row('p0\0.png,a\n'), outcome: skipsOne, message: /NUL/ },
    'a missing image': { ...row('gone.png,a\n'), outcome: skipsOne, message: /gone\.png: cannot read/ },
    'a name that leads out of the folder': {
      ...row('../../../../../../etc/passwd,a\n'),
      outcome: skipsOne,
      message: /leads out of the folder/,
    },
    'an absolute name': { ...row('/etc/passwd,a\n'), outcome: skipsOne, message: /leads out of the folder/ },
    'a folder for an image': {
      damage: (folder) => {
        mkdirSync(join(folder, 'd.png'));
        appendFileSync(join(folder, 'list.csv'), 'd.png,a\n');
      },
      outcome: skipsOne,
      message: /not a file/,
    },
    'a device for an image': {
      damage: (folder) => {
        symlinkSync('/dev/zero', join(folder, 'zero.png'));
        appendFileSync(join(folder, 'list.csv'), 'zero.png,a\n');
      },
      outcome: skipsOne,
      message: /not a file/,
    },
    'an image of 70 MB': {
      damage: (folder) => {
        writeFileSync(join(folder, 'big.png'), Buffer.alloc(70e6));
        appendFileSync(join(folder, 'list.csv'), 'big.png,a\n');
      },
      outcome: skipsOne,
      message: /too many for an image/,
    },
    'images in a tar file that is not whole': {
      damage: (folder) => {
        execFileSync('tar', ['-cf', join(folder, 'p.tar'), '-C', folder, 'p0.png', 'p1.png', 'p2.png', 'p3.png']);
        truncateSync(join(folder, 'p.tar'), 1700);
        return { images: join(folder, 'p.tar') };
      },
      outcome: 'error',
      message: /p\.tar: /,
    },
    'images in a zip file that is not whole': {
      damage: (folder) => {
        zip(folder, 'p.zip');
        truncateSync(join(folder, 'p.zip'), 300);
        return { images: join(folder, 'p.zip') };
      },
      outcome: 'error',
      message: /p\.zip: /,
    },
    'an image in a zip file with another checksum': {
      damage: (folder) => {
        zip(folder, 'p.zip');
        const bytes = readFileSync(join(folder, 'p.zip'));
        bytes[bytes.indexOf('p1.png') + 40]! ^= 1;
        writeFileSync(join(folder, 'p.zip'), bytes);
        return { images: join(folder, 'p.zip') };
      },
      outcome: { read: 3, skipped: 1 },
      message: /p1\.png: /,
    },
    'images in a gzipped tar file': {
      damage: (folder) => {
        execFileSync('tar', ['-czf', join(folder, 'p.tar.gz'), '-C', folder, 'p0.png']);
        return { images: join(folder, 'p.tar.gz') };
      },
      outcome: 'error',
      message: /gunzip/,
    },
  },
});
