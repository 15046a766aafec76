import type { AnyComponent } from '@alignclip/core';
import { adamW } from './adam-w';
import { fixedLogitScale } from './fixed-logit-scale';
import { learnedLogitScale } from './learned-logit-scale';
import { trainer } from './trainer';
import { warmUpConstant } from './warm-up-constant';
import { warmUpConstantCooldown } from './warm-up-constant-cooldown';
import { warmUpCosine } from './warm-up-cosine';

export const trainingComponents: readonly AnyComponent[] = [
  trainer,
  adamW,
  warmUpCosine,
  warmUpConstant,
  warmUpConstantCooldown,
  learnedLogitScale,
  fixedLogitScale,
];
