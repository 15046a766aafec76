import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@alignclip/core';

import { fromOpenClip } from './open-clip/from-open-clip';
import { readCheckpointFile } from './read-checkpoint-file';
import { writeSafetensors } from './safetensors/write';
import { madeStateDict } from './testing/made-state-dict';
import { madeLegacyCheckpoint } from './testing/pickle-bytes';
import { dict, pickle, storage, tensor, text } from './testing/pickle-bytes';
import { writeTorchCheckpoint } from './torch/write-torch-checkpoint';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-checkpoint-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const made = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('readCheckpointFile', () => {
  it('reads the weights of a training checkpoint and lists the other keys', async () => {
    const path = join(folder, 'epoch.pt');
    await writeTorchCheckpoint(path, madeStateDict('clip'), { epoch: 3, name: 'run', optimizer: { state: {} } });
    const { format, tensors, about, bytes } = await readCheckpointFile(path);
    expect([format, about]).toEqual(['PyTorch, zip', { epoch: '3', name: 'run', optimizer: '…' }]);
    expect(tensors).toEqual(madeStateDict('clip'));
    expect(bytes).toBeGreaterThan(1000);
  });

  it('reads a safetensors file, whatever the length of its header', async () => {
    const { parameters } = fromOpenClip(madeStateDict('clip'));
    const path = join(folder, 'weights.bin');
    for (const note of ['', 'x'.repeat(200)]) {
      await writeSafetensors(path, parameters, { note });
      const { format, tensors, about } = await readCheckpointFile(path);
      expect([format, about]).toEqual(['safetensors', { note }]);
      expect(new Map([...tensors].sort())).toEqual(new Map([...parameters].sort()));
    }
  });

  it.each([
    ['a zip', 0x4b50],
    ['a pickle', 0x0280],
  ])('reads a safetensors file whose length is that of %s in its first two bytes', async (_, start) => {
    const { parameters } = fromOpenClip(madeStateDict('clip'));
    const path = join(folder, 'length.bin');
    const lengthOf = () => readFileSync(path).readUInt16LE(0);
    await writeSafetensors(path, parameters, { note: '' });
    await writeSafetensors(path, parameters, { note: 'x'.repeat((start - lengthOf() + 65536) % 65536) });
    expect(lengthOf()).toBe(start);
    const { format, tensors } = await readCheckpointFile(path);
    expect([format, tensors.size]).toEqual(['safetensors', parameters.size]);
  });

  it('reads a legacy checkpoint', async () => {
    const object = pickle(dict(text('scale'), tensor(storage('FloatStorage', '0', 1), 0, [1], [1])));
    const values = Float32Array.of(2.5);
    const legacy = madeLegacyCheckpoint(object, Buffer.from(values.buffer));
    const { format, tensors } = await readCheckpointFile(made('legacy.pt', legacy));
    expect([format, tensors.get('scale')?.data]).toEqual(['PyTorch, legacy', values]);
  });

  it.each([
    ['text', 'epoch,loss\n1,2\n', /neither a safetensors file nor a PyTorch checkpoint/],
    ['nothing', '', /neither/],
    ['another pickle', Uint8Array.of(0x80, 4, 0x4e, 0x2e), /a pickle, but not written by torch\.save/],
    ['a cut zip', 'PK\x03\x04', /cut|zip|end/i],
  ])('refuses %s', async (_what, content, message) => {
    const failure = readCheckpointFile(made('bad', content));
    await expect(failure).rejects.toThrow(UserError);
    await expect(failure).rejects.toThrow(message);
  });
});
