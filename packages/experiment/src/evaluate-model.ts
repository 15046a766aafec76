import { type DualEncoder, type Evaluation, type Evaluator, type RunRecord, UserError } from '@alignclip/core';
import { cachedEncoder } from '@alignclip/evaluation';

/**
 * Scores, intervals and details of one model by all evaluators; each image and text is embedded once. Throws UserError
 * where two evaluators have one name, for the scores of one would overwrite the other's.
 */
export async function evaluateModel(
  evaluators: readonly Evaluator[],
  model: DualEncoder,
): Promise<Pick<RunRecord, 'scores' | 'intervals' | 'details'>> {
  const names = evaluators.map(({ name }) => name);
  const twin = names.find((name, i) => names.indexOf(name) !== i);
  if (twin !== undefined) throw new UserError(`evaluators: two of the name "${twin}"; give one of them its own`);
  const cached = cachedEncoder(model);
  const all: [string, Evaluation][] = [];
  for (const evaluator of evaluators) all.push([evaluator.name, await evaluator.evaluate(cached)]);
  return {
    scores: Object.assign({}, ...all.map(([, { scores }]) => scores)) as RunRecord['scores'],
    intervals: Object.assign({}, ...all.map(([, { intervals }]) => intervals)) as RunRecord['intervals'],
    details: Object.fromEntries(all.map(([name, { details }]) => [name, details ?? null])) as RunRecord['details'],
  };
}
