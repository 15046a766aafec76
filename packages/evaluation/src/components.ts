import type { AnyComponent } from '@alignclip/core';
import { gap } from './gap';
import { retrieval } from './retrieval';
import { zeroShot } from './zero-shot';

export const evaluationComponents: readonly AnyComponent[] = [gap, retrieval, zeroShot];
