import { alone, type Cluster, type Peers, systemReason, UserError, warn, workerLimit } from '@alignclip/core';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { eagerBackend } from '../kernels/eager';
import { selectBackend } from '../select-backend';
import type { BackendReport } from '../start-backend';
import { tf } from '../tf';
import { serverDef } from './server-def';
import { type ClusterBackend, TensorflowPeers } from './tensorflow-peers';
import { obstacleOfSystem } from './workers-here';

/**
 * Starts native TensorFlow as a member of the cluster, and waits for the other workers. It has to be called before any
 * backend is selected; for a single worker it only selects one. `limit`: seconds for each exchange. Throws UserError on macOS, where there is no native TensorFlow, where the
 * port is in use, and where another worker doesn't come in time.
 */
export async function joinCluster(cluster: Cluster, limit = workerLimit): Promise<Peers> {
  const { addresses, rank } = cluster;
  checkCluster(cluster);
  if (addresses.length === 1) {
    await selectBackend();
    return alone;
  }
  const system = obstacleOfSystem();
  if (system !== undefined) throw new UserError(`--workers ${addresses.length}: ${system}; train with one`);
  await requireFree(addresses[rank]!);
  const { name, reason } = await startedWith({
    ALIGNCLIP_SERVER_DEF: serverDef(cluster).toString('base64'),
    ALIGNCLIP_SERVER_CLIENTS: await clientsOf(cluster),
  });
  if (name !== 'tensorflow')
    throw new UserError(`${addresses.length} workers need native TensorFlow, here is ${name}: ${reason}`);
  const backend = eagerBackend() as ClusterBackend | undefined;
  if (backend?.binding.watchCollective === undefined)
    throw new UserError('the TensorFlow binding knows no workers: run `npm run setup`, which builds it anew');
  if (!backend.binding.serverIsLimited) warn(openServer);
  const peers = new TensorflowPeers(backend, rank, addresses.length, limit * 1000);
  requireOrder(peers);
  return peers;
}

const openServer =
  "whoever reaches this machine's network can run operations in this worker: TensorFlow's server has no password; use a network that you trust";

/** With variables that native/collectives.cc reads; removed again, so that no second load starts a second server. */
async function startedWith(variables: Readonly<Record<string, string>>): Promise<BackendReport> {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'; // it warns at the end that its server can't be shut down
  Object.assign(process.env, variables);
  try {
    return await selectBackend();
  } finally {
    for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
  }
}

/** The own port, and the addresses from which workers come; none where ALIGNCLIP_WORKER_FILTER is `off` or a name has no IPv4 address. */
async function clientsOf({ addresses, rank }: Cluster): Promise<string> {
  if (process.env['ALIGNCLIP_WORKER_FILTER'] === 'off') return '';
  const hosts = [...new Set(addresses.map((address) => address.split(':')[0]!))];
  const found = await Promise.all(
    hosts.map(async (host) => (await lookup(host, { family: 4, all: true })).map(({ address }) => address)),
  ).catch(() => []);
  if (found.length === 0) return '';
  return [addresses[rank]!.split(':')[1], ...new Set(['127.0.0.1', ...found.flat()])].join(' '); // loopback's own source
}

/** Throws UserError on a number of workers that is no power of two, a rank that is none of theirs, and on addresses that can't be. */
function checkCluster({ addresses, rank }: Cluster): void {
  const size = addresses.length;
  if (size === 0 || (size & (size - 1)) !== 0)
    throw new UserError(`${size} workers: their number must be a power of two (1, 2, 4, 8, …)`);
  if (!Number.isInteger(rank) || rank < 0 || rank >= size)
    throw new UserError(`worker ${rank}: the ranks of ${size} workers are 0 to ${size - 1}`);
  const odd = addresses.find((address) => !isAddress(address));
  if (odd !== undefined) throw new UserError(`${JSON.stringify(odd)} is no address of a worker; write "host:port"`);
  const twice = addresses.find((address, i) => addresses.indexOf(address) !== i);
  if (twice !== undefined) throw new UserError(`two workers have the address "${twice}"`);
}

function isAddress(address: string): boolean {
  const port = Number(/^[A-Za-z0-9][A-Za-z0-9.-]*:(\d{1,5})$/.exec(address)?.[1]);
  return port >= 1 && port <= 65_535;
}

/** TensorFlow would only say that it has no context. */
async function requireFree(address: string): Promise<void> {
  const port = Number(address.split(':')[1]);
  const server = createServer();
  try {
    await once(server.listen(port, '0.0.0.0'), 'listening');
  } catch (error) {
    throw new UserError(`port ${port} of this worker can't be used: ${systemReason(error) ?? String(error)}`);
  } finally {
    if (server.listening) await once(server.close(), 'close');
  }
}

/** All are there, and rows come in the order of ranks. */
function requireOrder(peers: Peers): void {
  const ranks = tf.tidy(() => [...peers.gather(tf.tensor1d([peers.rank]), 'the start of all workers').dataSync()]);
  if (ranks.some((rank, i) => rank !== i)) throw new Error(`workers come in the order ${ranks.join()}`);
}
