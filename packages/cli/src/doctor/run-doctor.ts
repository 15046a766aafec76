import type { Check } from './check';
import { checkBackend } from './check-backend';
import { checkDisk } from './check-disk';
import { checkEncoders } from './check-encoders';
import { checkNode } from './check-node';
import { checkPackages } from './check-packages';
import { checkTools } from './check-tools';

/** Looks at everything that training needs here. `ok` means that training can run. */
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
