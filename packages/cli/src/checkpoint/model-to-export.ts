import { selectBackend } from '@alignclip/backend';
import { exportedModel, type ExportedModel, readModelFile } from '@alignclip/experiment';
import { isModelFile, openRunOf, type RunOptions } from '../commands/run-options';
import { untoldWish, type UntoldOptions } from './untold-options';

export type ExportSource = RunOptions & UntoldOptions;

/** The weights of a run by its record, or of a file that holds a whole model. Throws UserError where it is neither. */
export async function modelToExport(reference: string, source: ExportSource): Promise<ExportedModel> {
  const wish = untoldWish(source);
  if (isModelFile(reference)) {
    const { parameters, untold } = await readModelFile(reference, wish);
    return { parameters: new Map(parameters), untold };
  }
  await selectBackend();
  const exported = await exportedModel(await openRunOf(reference, source));
  return { ...exported, untold: exported.untold && { ...exported.untold, ...wish } };
}
