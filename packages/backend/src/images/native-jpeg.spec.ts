import { spawnSync } from 'node:child_process';
import { itWhere } from '@alignclip/core/testing';
import sharp from 'sharp';
import { nativeRecord } from '../native-record';
import { selectBackend } from '../select-backend';
import { hasAddOn, noAddOn } from '../testing';
import { nativeJpeg, nativeImages } from './native-images';

beforeAll(() => selectBackend());

const shape = { width: 40, height: 30, components: 3 };
const file = () =>
  sharp(Buffer.alloc(shape.width * shape.height * 3, 90), { raw: { width: 40, height: 30, channels: 3 } })
    .jpeg()
    .toBuffer();

/** Ends threads again and again while they ask for images, and then the process. */
const program = `
  const { Worker, isMainThread, workerData, parentPort } = require('node:worker_threads');
  const [addOn, jpeg] = isMainThread ? process.argv.slice(1) : workerData;
  const { decodeJpeg } = require(addOn);
  if (!isMainThread) {
    const file = Buffer.from(jpeg, 'base64');
    const ask = () => decodeJpeg(file, new Uint8Array(3600), 40, 30, 3).then(ask);
    for (let i = 0; i < 100; i += 1) ask();
    setTimeout(() => parentPort.postMessage('busy'), 5);
  } else {
    const busy = () => new Promise((resolve) => {
      const thread = new Worker(process.env.PROGRAM, { eval: true, workerData: [addOn, jpeg] });
      thread.once('message', () => resolve(thread));
    });
    (async () => {
      for (let i = 0; i < 10; i += 1) await (await busy()).terminate();
      await busy();
      process.exit(7);
    })();
  }`;

describe('nativeJpeg', () => {
  it('refuses a shape that is not the file’s', async () => {
    const bytes = await file();
    const sizes = await Promise.all(
      [shape, { ...shape, width: 30, height: 40 }, { ...shape, height: 29 }, { ...shape, components: 1 }].map(
        async (other) => (await nativeJpeg(bytes, other))?.length,
      ),
    );
    if (nativeImages()) expect(sizes).toEqual([3600, undefined, undefined, 1200]);
    else expect(sizes).toEqual([undefined, undefined, undefined, undefined]);
  });

  itWhere(hasAddOn(), noAddOn, 'survives the end of threads and of the process while images are decoded', async () => {
    const addOn = process.env['ALIGNCLIP_CUSTOM_OPS'] || nativeRecord()!.ops!;
    const jpeg = (await file()).toString('base64');
    const ended = spawnSync(process.execPath, ['-e', program, addOn, jpeg], {
      env: { ...process.env, PROGRAM: program },
      encoding: 'utf8',
    });
    expect({ status: ended.status, signal: ended.signal }).toEqual({ status: 7, signal: null });
  });
});
