import { type ClassSet, type DualEncoder, type Matrix, UserError } from '@alignclip/core';
import { zeroShotWeights } from '@alignclip/metrics';
import { embedTexts } from '../split/embedded-split';

/** One unit row per class: its prompt ensemble. Throws UserError without classes, without templates or on a bad template. */
export async function classEmbeddings(model: DualEncoder, { name, classes, templates }: ClassSet): Promise<Matrix> {
  if (classes.length === 0) throw new UserError(`class set "${name}" has no classes`);
  if (templates.length === 0) throw new UserError(`class set "${name}" has no templates`);
  const bad = templates.find((template) => !template.includes('{}'));
  if (bad !== undefined) throw new UserError(`class set "${name}": template "${bad}" has no {} for the class name`);
  const prompts = classes.flatMap((label) => templates.map((template) => template.replaceAll('{}', () => label)));
  const embedded = await embedTexts(model, prompts, `prompts of class set "${name}"`);
  return zeroShotWeights(embedded, templates.length);
}
