import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWhere } from '@alignclip/core/testing';
import { readTorchCheckpoint, stateDictOf, writeTorchCheckpoint, type StoredTensor } from '@alignclip/formats';
import { checkCheckpoint } from './checkpoint';
import { goldenFolder } from './golden-folder';

const folder = goldenFolder();
const names = ['manifest.json', 'checkpoint.safetensors', 'checkpoint.pt'];
const there = names.every((name) => existsSync(join(folder, name)));

describeWhere(there, 'the golden set has no checkpoint', 'checkCheckpoint', () => {
  it('notices a changed weight and an absent optimizer', async () => {
    const made = await mkdtemp(join(tmpdir(), 'golden-checkpoint-'));
    for (const file of names) await copyFile(join(folder, file), join(made, file));
    await chmod(join(made, 'checkpoint.pt'), 0o644);
    const stateDict = new Map<string, StoredTensor>(
      stateDictOf(await readTorchCheckpoint(join(folder, 'checkpoint.pt'))),
    );
    const [name, first] = [...stateDict][0]!;
    stateDict.set(name, { ...first, data: (first.data as Float32Array).map((value) => value * 1.001) } as StoredTensor);
    await writeTorchCheckpoint(join(made, 'checkpoint.pt'), stateDict, { epoch: -1, optimizer: { state: {} } });
    const failures = (await checkCheckpoint(made)).failures.join('\n');
    expect(failures).toMatch(/epoch: -1/);
    expect(failures).toMatch(/not the same numbers/);
    expect(failures).toMatch(/optimizer\/exp_avg\/logit_scale: missing/);
    await rm(made, { recursive: true, force: true });
  });
});
