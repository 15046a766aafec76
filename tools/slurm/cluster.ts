import { freeAddresses } from '@alignclip/core';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endProcess, isProgram, isRunning, kill, pidIn, processesWith } from './processes';
import { slurmConf } from './slurm-conf';

const nodes = ['n1', 'n2'];

/** Debian's Slurm with a controller and two nodes on this host: files, ports and munge of its own in one folder. */
export class Cluster {
  constructor(readonly folder: string) {}

  /** What `sbatch` and its kin need to find this cluster. */
  get environment(): { SLURM_CONF: string } {
    return { SLURM_CONF: join(this.folder, 'slurm.conf') };
  }

  /** Starts all daemons and waits until both nodes are idle. Throws Error with the end of a log where one doesn't start. */
  async start(): Promise<void> {
    for (const part of ['state', ...nodes.map((name) => `spool-${name}`)])
      mkdirSync(join(this.folder, part), { recursive: true });
    const addresses = await freeAddresses(1 + nodes.length);
    const [controllerPort, ...ports] = addresses.map((address) => Number(address.split(':')[1]));
    const { username: user } = userInfo();
    const place = { folder: this.folder, host: hostname(), user, controllerPort: controllerPort! };
    const conf = slurmConf({ ...place, nodes: Object.fromEntries(nodes.map((name, i) => [name, ports[i]!])) });
    writeFileSync(this.environment.SLURM_CONF, conf);
    this.startMunge();
    this.run('slurmctld', []);
    for (const name of nodes) this.startNode(name);
    await this.untilIdle();
  }

  startNode(name: string): void {
    this.run('slurmd', ['-N', name]);
  }

  /** As when a machine loses power: its daemon and all that runs on it are gone at once. */
  killNode(name: string): void {
    const jobs = processesWith([`SLURM_CONF=${this.environment.SLURM_CONF}`, `SLURMD_NODENAME=${name}`]);
    const steps = new Set(jobs.map(({ parent }) => parent).filter((pid) => isProgram(pid, 'slurmstepd')));
    const daemon = pidIn(this.pidFile(name));
    for (const pid of [...(daemon ? [daemon] : []), ...steps, ...jobs.map(({ pid }) => pid)]) kill(pid, 'SIGKILL');
  }

  /** The number of processes of jobs on a node. */
  processesOn(name: string): number {
    return processesWith([`SLURM_CONF=${this.environment.SLURM_CONF}`, `SLURMD_NODENAME=${name}`]).length;
  }

  /** How often Slurm has run tasks of the job of that name again. */
  restartsOf(job: string): number {
    const { stdout } = spawnSync('scontrol', ['--oneliner', 'show', 'job'], this.options);
    return stdout
      .split('\n')
      .filter((line) => line.includes(`JobName=${job} `))
      .reduce((sum, line) => sum + Number(/\bRestarts=(\d+)/.exec(line)?.[1] ?? 0), 0);
  }

  /** Does something in this process that talks to this cluster. */
  async within<T>(work: () => Promise<T>): Promise<T> {
    const { SLURM_CONF } = process.env;
    Object.assign(process.env, this.environment);
    try {
      return await work();
    } finally {
      if (SLURM_CONF === undefined) Reflect.deleteProperty(process.env, 'SLURM_CONF');
      else process.env['SLURM_CONF'] = SLURM_CONF;
    }
  }

  async stop(): Promise<void> {
    for (const name of nodes) this.killNode(name);
    for (const name of [...nodes, 'controller', 'munge']) {
      const pid = pidIn(this.pidFile(name));
      if (pid !== undefined && isRunning(pid)) await endProcess(pid);
    }
  }

  private readonly pidFile = (name: string) => join(this.folder, `${name}.pid`);

  private startMunge(): void {
    const own = (name: string) => join(this.folder, `munge.${name}`);
    this.run('mungekey', ['--create', '--force', `--keyfile=${own('key')}`]);
    const files = ['log', 'pid', 'seed'].map((name) => `--${name}-file=${own(name)}`);
    this.run('munged', ['--force', `--socket=${own('socket')}`, `--key-file=${own('key')}`, ...files]);
  }

  private async untilIdle(): Promise<void> {
    for (let i = 0; i < 150; i += 1) {
      const { stdout } = spawnSync('sinfo', ['--noheader', '--Node', '--format=%T'], this.options);
      if (
        stdout
          .trim()
          .split('\n')
          .every((state) => state.trim() === 'idle')
      )
        return;
      await wait(200);
    }
    const logs = ['controller', ...nodes].map((name) => this.endOfLog(name));
    throw new Error(`Slurm's nodes are not idle after 30 s\n${logs.join('\n')}`);
  }

  private endOfLog(name: string): string {
    return readFileSync(join(this.folder, `${name}.log`), 'utf8')
      .split('\n')
      .slice(-8)
      .join('\n');
  }

  private run(program: string, args: readonly string[]): void {
    const { status, stderr, error } = spawnSync(program, args, this.options);
    if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr.trim()}`);
  }

  private get options() {
    const path = `${process.env['PATH']}:/usr/sbin:/usr/local/sbin`;
    return { encoding: 'utf8' as const, env: { ...process.env, ...this.environment, PATH: path }, timeout: 30_000 };
  }
}
