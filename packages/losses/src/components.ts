import type { AnyComponent } from '@alignclip/core';
import { alignment } from './alignment';
import { clip } from './clip';
import { crossModalitySeparation } from './cross-modality-separation';
import { crossUniformity } from './cross-uniformity';
import { cyclicConsistency } from './cyclic-consistency';
import { intraModalitySeparation } from './intra-modality-separation';
import { selfSeparation } from './self-separation';
import { sigmoid } from './sigmoid';
import { simclr } from './simclr';
import { supervisedContrastive } from './supervised-contrastive';
import { uniformity } from './uniformity';

export const lossComponents: readonly AnyComponent[] = [
  alignment,
  clip,
  crossModalitySeparation,
  crossUniformity,
  cyclicConsistency,
  intraModalitySeparation,
  selfSeparation,
  sigmoid,
  simclr,
  supervisedContrastive,
  uniformity,
];
