import type { AnyComponent } from '@alignclip/core';
import { separate } from './separate';
import { shared } from './shared';

export const sharingComponents: readonly AnyComponent[] = [separate, shared];
