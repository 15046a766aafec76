import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coco } from './coco';
import { describeCorruptReader } from './testing';
import { changed, corruptJson } from './testing/corrupt-json';

interface Captions {
  readonly images: Record<string, unknown>[];
  readonly annotations: Record<string, unknown>[];
}
const file = 'captions.json';
const skipsOne = { read: 4, skipped: 1 };
const losesOne = { read: 3, skipped: 1 };

describeCorruptReader('coco', {
  make: coco.make,
  write: async (folder, made) => {
    for (const { name, bytes } of made) writeFileSync(join(folder, `${name}.png`), bytes);
    const images = made.map(({ name }, id) => ({ id, file_name: `${name}.png` }));
    const annotations = made.map(({ caption }, i) => ({ id: i, image_id: i, caption }));
    writeFileSync(join(folder, file), JSON.stringify({ images, annotations }));
    return { files: join(folder, file), images: folder };
  },
  main: file,
  own: {
    ...corruptJson(file, 'images'),
    'a caption of an unknown image': {
      damage: changed<Captions>(file, ({ annotations }) => annotations.push({ image_id: 99, caption: 'x' })),
      outcome: skipsOne,
      message: /annotations\[4\]: no image has the id 99/,
    },
    'a caption that is a number': {
      damage: changed<Captions>(file, ({ annotations }) => annotations.push({ image_id: 1, caption: 7 })),
      outcome: skipsOne,
      message: /no text "caption"/,
    },
    'an image without captions': {
      damage: changed<Captions>(file, ({ annotations }) => annotations.pop()),
      outcome: losesOne,
      message: /images\[3\]: has no caption/,
    },
    'a second image of an id': {
      damage: changed<Captions>(file, ({ images }) => images.push({ ...images[1] })),
      outcome: skipsOne,
      message: /second image with the id 1/,
    },
    'an image without a name': {
      damage: changed<Captions>(file, ({ images }) => delete images[1]!['file_name']),
      outcome: losesOne,
      message: /no text "file_name"/,
    },
    'a name that leads out of the folder': {
      damage: changed<Captions>(file, ({ images }) => (images[1]!['file_name'] = '../../../../../etc/passwd')),
      outcome: losesOne,
      message: /leads out of the folder/,
    },
    'a name with a NUL byte': {
      damage: changed<Captions>(file, ({ images }) => (images[1]!['file_name'] = 'p1\0.png')),
      outcome: losesOne,
      message: /NUL/,
    },
    'an empty caption beside good ones': {
      damage: changed<Captions>(file, ({ annotations }) => annotations.push({ image_id: 1, caption: ' ' })),
      outcome: skipsOne,
      message: /annotations\[4\]: the caption is empty/,
    },
    'ids that are texts in one list and numbers in the other': {
      damage: changed<Captions>(file, ({ images }) => (images[1]!['id'] = '1')),
      outcome: { read: 3, skipped: 2 },
      message: /annotations\[1\]: no image has the id 1, but one has the text "1"\n.*images\[1\]: has no caption/,
    },
    'ids that no number can hold': {
      damage: (folder) => {
        const text = readFileSync(join(folder, file), 'utf8');
        writeFileSync(join(folder, file), text.replace('"id":1,"file', '"id":9007199254740993,"file'));
      },
      outcome: { read: 3, skipped: 2 },
      message: /images\[1\]: "id" 9007199254740992 is beyond 2\^53/,
    },
    'no ids': {
      damage: changed<Captions>(file, ({ images, annotations }) => {
        delete images[1]!['id'];
        delete annotations[1]!['image_id'];
      }),
      outcome: { read: 3, skipped: 2 },
      message: /images\[1\]: no "id"/,
    },
    'annotations before images': {
      damage: (folder) => {
        const { images, annotations } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Captions;
        writeFileSync(join(folder, file), JSON.stringify({ annotations, info: [{ images: [1] }], images }));
      },
      outcome: { read: 4 },
    },
    'an empty caption': {
      damage: changed<Captions>(file, ({ annotations }) => (annotations[2]!['caption'] = ' ')),
      outcome: losesOne,
      message: /caption is empty/,
    },
    'images in a folder that is not there': {
      damage: (folder) => ({ images: join(folder, 'none') }),
      outcome: 'error',
      message: /no such file or folder/,
    },
  },
});
