import type { AnyComponent } from '@alignclip/core';
import { local } from './local';

export const launcherComponents: readonly AnyComponent[] = [local];
