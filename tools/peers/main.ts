import { selectBackend } from '@alignclip/backend';
import { messageOf, unknownName } from '@alignclip/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../testing/check';
import { Counts, type Peer, Skipped } from './peer';
import { askPython, peerPython } from './peer-python';
import { peers } from './peers';

/** `npm run test:peers -- [NAME…]`: counts for each peer; status 1 where one of them disagrees. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => peers.every((peer) => peer.name !== name));
  if (unknown !== undefined) {
    throw unknownName(
      'peer',
      unknown,
      peers.map(({ name }) => name),
    );
  }
  await selectBackend();
  const total = { passed: 0, failed: 0 };
  for (const peer of peers.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const { passed, failures } = await runPeer(peer);
    total.passed += passed;
    total.failed += failures.length;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0) process.exitCode = 1;
}

async function runPeer(peer: Peer): Promise<Counts> {
  const counts = new Counts();
  const folder = mkdtempSync(join(tmpdir(), `alignclip-peer-${peer.name}-`));
  try {
    const python = peer.packages && peerPython(peer.packages, console.error);
    const ask = (arg: unknown) => askPython(python!, join(__dirname, `peer_${peer.name}.py`), arg);
    await peer.run({ folder, counts, python: ask });
  } catch (error) {
    if (error instanceof Skipped) console.log(`${peer.name}: SKIPPED, ${error.message}`);
    else counts.failures.push(`${peer.name} stopped: ${error instanceof Error ? error.stack : messageOf(error)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (counts.passed + counts.failures.length > 0)
    console.log(`${peer.name}: ${counts.passed} passed, ${counts.failures.length} failed`);
  for (const line of counts.lines()) console.log(line);
  return counts;
}

runMain(main);
