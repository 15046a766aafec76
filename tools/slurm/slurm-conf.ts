/** Where a test cluster lives and listens. */
export interface ClusterPlace {
  readonly folder: string;
  readonly host: string;
  /** The user that all daemons run as. */
  readonly user: string;
  readonly controllerPort: number;
  /** One port for each node, by name. */
  readonly nodes: Readonly<Record<string, number>>;
}

/** A slurm.conf of one controller and nodes of one core on the same host; everything lies below the folder. */
export function slurmConf({ folder, host, user, controllerPort, nodes }: ClusterPlace): string {
  const lines = {
    ClusterName: 'alignclip',
    SlurmctldHost: `${host}(127.0.0.1)`,
    SlurmctldPort: controllerPort,
    SlurmUser: user,
    SlurmdUser: user,
    AuthType: 'auth/munge',
    // A requeued job waits until its old credential has expired: 2 minutes without this.
    AuthInfo: `socket=${folder}/munge.socket,cred_expire=5`,
    ProctrackType: 'proctrack/linuxproc',
    TaskPlugin: 'task/none',
    SelectType: 'select/cons_tres',
    SelectTypeParameters: 'CR_Core',
    MpiDefault: 'none',
    JobRequeue: 1,
    ReturnToService: 2,
    SlurmdTimeout: 10,
    KillWait: 20,
    // As some sites have it: steps of workers must say otherwise.
    WaitTime: 1,
    KillOnBadExit: 1,
    StateSaveLocation: `${folder}/state`,
    SlurmdSpoolDir: `${folder}/spool-%n`,
    SlurmctldPidFile: `${folder}/controller.pid`,
    SlurmdPidFile: `${folder}/%n.pid`,
    SlurmctldLogFile: `${folder}/controller.log`,
    SlurmdLogFile: `${folder}/%n.log`,
  };
  return [
    ...Object.entries(lines).map(([name, value]) => `${name}=${value}`),
    ...Object.entries(nodes).map(
      ([name, port]) => `NodeName=${name} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${port} CPUs=1 RealMemory=4000`,
    ),
    `PartitionName=test Nodes=${Object.keys(nodes).join(',')} Default=YES MaxTime=INFINITE State=UP`,
    '',
  ].join('\n');
}
