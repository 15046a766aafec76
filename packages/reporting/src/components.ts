import type { AnyComponent } from '@alignclip/core';
import { alignmentTable } from './alignment-table';
import { claim } from './claim';
import { distributionClaim } from './distribution-claim';
import { factorTable } from './factor-table';
import { question } from './question';
import { retrievalTable } from './retrieval-table';
import { scoreTable } from './score-table';
import { statisticsTable } from './statistics-table';
import { summaryTable } from './summary-table';
import { zeroShotTable } from './zero-shot-table';

export const reportingComponents: readonly AnyComponent[] = [
  alignmentTable,
  claim,
  distributionClaim,
  factorTable,
  question,
  retrievalTable,
  scoreTable,
  statisticsTable,
  summaryTable,
  zeroShotTable,
];
