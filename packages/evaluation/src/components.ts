import type { AnyComponent } from '@alignclip/core';
import { distributionShift } from './distribution-shift';
import { gap } from './gap';
import { gapTrajectory } from './gap-trajectory';
import { interventions } from './interventions';
import { linearProbe } from './linear-probe';
import { projection } from './projection';
import { retrieval } from './retrieval';
import { sts } from './sts';
import { teacherAgreement } from './teacher-agreement';
import { zeroShot } from './zero-shot';

export const evaluationComponents: readonly AnyComponent[] = [
  gap,
  retrieval,
  zeroShot,
  linearProbe,
  sts,
  distributionShift,
  interventions,
  gapTrajectory,
  projection,
  teacherAgreement,
];
