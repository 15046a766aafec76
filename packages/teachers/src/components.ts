import type { AnyComponent } from '@alignclip/core';
import { bagOfWords } from './bag-of-words';
import { labels } from './labels';
import { sbert } from './sbert';

export const teacherComponents: readonly AnyComponent[] = [sbert, bagOfWords, labels];
