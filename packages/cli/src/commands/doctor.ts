import type { Command } from 'commander';
import { checkBackend } from '../doctor/check-backend';
import { type Check, checkDisk, checkEncoders, checkNode, checkPackages, checkTools } from '../doctor/checks';

const marks = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' };

export function doctorCommand(program: Command): void {
  program.command('doctor').action(async () => {
    const { checks, ok } = await runDoctor();
    for (const line of checkLines(checks)) console.log(line);
    console.log(ok ? '\ntraining can run on this machine' : '\ntraining can’t run on this machine');
    if (!ok) process.exitCode = 1;
  });
}

/** One line per check, and a second one if there is a remedy. */
export function checkLines(checks: readonly Check[]): string[] {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks.flatMap(({ name, status, detail, remedy }) => [
    `${marks[status]}  ${name.padEnd(width)}  ${detail}`,
    ...(remedy ? [`${' '.repeat(marks[status].length + width + 4)}→ ${remedy}`] : []),
  ]);
}

/** Checks everything that training needs. `ok`: training can run. */
export async function runDoctor(): Promise<{ checks: Check[]; ok: boolean }> {
  const checks = [
    checkNode(),
    ...(await checkBackend()),
    checkPackages(),
    ...checkEncoders(),
    ...checkTools(),
    ...checkDisk(),
  ];
  return { checks, ok: checks.every(({ status }) => status !== 'problem') };
}
