import type { AnyComponent } from '@alignclip/core';
import { bpeTokenizer } from './bpe-tokenizer';
import { textTransformer } from './text-transformer';
import { visionTransformer } from './vision-transformer';

export const encoderComponents: readonly AnyComponent[] = [visionTransformer, textTransformer, bpeTokenizer];
