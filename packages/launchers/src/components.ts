import type { AnyComponent } from '@alignclip/core';
import { local } from './local';
import { slurm } from './slurm';

export const launcherComponents: readonly AnyComponent[] = [local, slurm];
