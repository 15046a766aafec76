import { madeRecord } from '@alignclip/experiment/testing';
import { float32Tensor, writeSafetensors, writeTorchCheckpoint } from '@alignclip/formats';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fixture, root } from './places';
import { writeBelow } from './read-dataset';

const experiment = (name: string) => `
  import { bpeTokenizer, clip, defineExperiment, gap, shapes, shared, summaryTable, textTransformer, trainer, visionTransformer } from 'alignclip';
  const tower = { width: 8, layers: 1, embeddingWidth: 8 };
  export default defineExperiment({
    name: '${name}', seeds: [0],
    base: {
      dataset: shapes({ resolution: 16 }), imageEncoder: visionTransformer({ ...tower, imageSize: 16, patchSize: 8 }),
      textEncoder: textTransformer(tower), tokenizer: bpeTokenizer({ contextLength: 16 }), losses: [clip()],
      trainer: trainer({ steps: 2, batchSize: 8 }), evaluators: [gap({ resamples: 0 })],
    },
    variants: { CLIP: {}, SharedCLIP: { sharing: shared() } }, tables: [summaryTable()],
  });`;

/** What commands find where they run. */
export async function writeCommandFolder(target: string): Promise<void> {
  const folder = join(target, 'work');
  mkdirSync(folder);
  const write = (name: string, content: Uint8Array | string) => writeBelow(folder, name, content);
  const embeddings = float32Tensor(
    [4, 3],
    Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)),
  );
  await writeSafetensors(
    join(folder, 'x.safetensors'),
    new Map([
      ['image', embeddings],
      ['text', embeddings],
    ]),
  );
  await writeTorchCheckpoint(join(folder, 'x.pt'), new Map([['image', embeddings]]));
  const record = JSON.stringify(madeRecord());
  for (const name of ['runs/tiny/records/clip-seed0-000000000000.json', 'clip.json', 'records/clip.json'])
    write(name, record);
  write('broken.json', record.slice(0, 100));
  write('table.csv', 'image,caption,split\nimage.png,a cat,train\nimage.png,a dog,test\nnone.png,x,test\n');
  write('shard.tar', fixture('webdataset/shard-0000.tar'));
  write('table.parquet', fixture('parquet/four.parquet'));
  write('captions.json', '{"images":[{"id":1,"file_name":"image.png"}],"annotations":[{"image_id":1,"caption":"x"}]}');
  write('image.png', fixture('flickr/images/0.png'));
  write(
    'x.npy',
    Buffer.from("\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", 'latin1'),
  );
  write('cut.safetensors', Buffer.alloc(20, 7));
  write('experiment.ts', experiment('tiny'));
  write('throws.ts', "throw new Error('on\\u001b[2J purpose\\nsecond line');");
  write('none.ts', 'export const x = 1;');
  write('module.mts', experiment('module'));
  write('README.md', '# none\n');
  write('folder/inside.txt', 'x');
  write('empty', '');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
}
