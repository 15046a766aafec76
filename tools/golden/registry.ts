import { checkCheckpoint } from './checkpoint';
import { checkLoss } from './loss';
import { checkMetrics } from './metrics';
import { checkModel } from './model';
import { checkRemedies } from './remedies';
import type { GoldenReport } from './report';
import { checkSchedule } from './schedule';
import { checkTokenizer } from './tokenizer';
import { checkTrain } from './train';
import { checkTransforms } from './transforms';

/** One check and the golden files that it reads. */
export interface GoldenCheck {
  readonly files: RegExp;
  /** Its values must be equal, not near. */
  readonly exact?: boolean;
  readonly run: (folder: string) => GoldenReport | Promise<GoldenReport>;
}

/** Every golden file belongs to exactly one of these; a file that none takes is a failure. */
export const goldenChecks: readonly GoldenCheck[] = [
  { files: /^tokenizer\.json$/, exact: true, run: checkTokenizer },
  { files: /^model-clip\.safetensors$/, run: (folder) => checkModel(folder, 'model-clip.safetensors') },
  { files: /^model-sharedclip\.safetensors$/, run: (folder) => checkModel(folder, 'model-sharedclip.safetensors') },
  { files: /^loss\.safetensors$/, run: checkLoss },
  { files: /^train\.safetensors$/, run: checkTrain },
  { files: /^schedule\.json$/, run: checkSchedule },
  { files: /^metrics\.(json|safetensors)$/, run: checkMetrics },
  { files: /^(transforms\.safetensors|images\/.+)$/, exact: true, run: checkTransforms },
  { files: /^checkpoint\.(pt|safetensors)$/, run: checkCheckpoint },
  { files: /^remedies\.safetensors$/, run: checkRemedies },
];
