import { UserError, unknownName } from '@alignclip/core';
import type { StoredTensor } from '../stored-tensor';
import { bareNames, isAverage, type NamedWeights } from './bare-names';

/** Tensors by name, and the keys of the dicts around them. */
export interface WeightSet {
  readonly keys: readonly string[];
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** The weights that were taken of a checkpoint, without what wrappers put around them and before their names. */
export interface ChosenWeights {
  readonly tensors: Map<string, StoredTensor>;
  readonly keys: readonly string[];
  /** What was taken, and what could have been, in a line; undefined where nothing was around the weights. */
  readonly taken: string | undefined;
}

type Candidate = NamedWeights & Pick<WeightSet, 'keys'>;

/**
 * The weights of a model among those of its checkpoint: by default the trained ones, not their moving average. `wish` is
 * "ema", or the keys and prefixes around others, such as "state_dict.model_ema". Throws UserError where there are none of that
 * name, and where two parameters have one name.
 */
export function chooseWeights(sets: readonly WeightSet[], wish?: string): ChosenWeights {
  const all = sets.flatMap(({ keys, tensors }) => bareNames(tensors).map((one): Candidate => ({ keys, ...one })));
  const chosen = wish === undefined ? usualOf(all) : wishedOf(all, wish);
  const { tensors, merged } = withRest(chosen, all);
  const others = all.filter((one) => !merged.includes(one) && isOther(one, chosen));
  return { tensors, keys: chosen.keys, taken: takenLine(chosen, others) };
}

const isAveraged = ({ keys, prefixes }: Candidate): boolean => [...keys, ...prefixes].some(isAverage);

/** The largest group of names in the first dict that has weights. */
function usualOf(all: readonly Candidate[]): Candidate {
  const trained = all.filter((one) => !isAveraged(one));
  const [first] = trained.length > 0 ? trained : all;
  return largest((trained.length > 0 ? trained : all).filter(({ keys }) => keys === first?.keys));
}

function wishedOf(all: readonly Candidate[], wish: string): Candidate {
  const named = all.filter((one) => nameOf(one) === wish);
  const averaged = /^ema$/i.test(wish) ? all.filter(isAveraged) : [];
  const found = named.length > 0 ? named : averaged;
  if (found.length > 0) return largest(found);
  throw unknownName('weights', wish, [...new Set(all.map(nameOf))]);
}

const largest = (some: readonly Candidate[]): Candidate =>
  some.reduce((best, one) => (one.tensors.size > best.tensors.size ? one : best));

/** The keys and prefixes around the weights, as `--weights` takes them. */
const nameOf = ({ keys, prefixes }: Candidate): string => [...keys, ...prefixes].join('.') || 'none';

/**
 * The group with those of the same dict whose names it doesn't have, such as `logit_scale` beside `model.visual…`. Throws
 * UserError where a few names are also in the group; half as many or more are other weights, which could be chosen.
 */
function withRest(chosen: Candidate, all: readonly Candidate[]) {
  const isBeside = (one: Candidate) => one.keys === chosen.keys && isAveraged(one) === isAveraged(chosen);
  const tensors = new Map(chosen.tensors);
  const merged = [chosen];
  for (const one of all.filter((other) => other !== chosen && isBeside(other))) {
    const twice = [...one.tensors.keys()].find((name) => tensors.has(name));
    if (twice === undefined) {
      one.tensors.forEach((tensor, name) => tensors.set(name, tensor));
      merged.push(one);
    } else if (!isOther(one, chosen)) {
      const names = merged.filter((some) => some.tensors.has(twice)).concat(one);
      const full = names.map(({ prefixes }) => `"${[...prefixes, twice].join('.')}"`).join(' and ');
      throw new UserError(`the checkpoint has two parameters for "${twice}": ${full}`);
    }
  }
  return { tensors, merged };
}

/** As many as those that were chosen, roughly. */
const isOther = (one: Candidate, chosen: Candidate): boolean => 2 * one.tensors.size >= chosen.tensors.size;

/** "took the weights under state_dict, without module.; for those under model_ema: --weights ema" */
function takenLine(chosen: Candidate, others: readonly Candidate[]): string | undefined {
  const { keys, prefixes, inner } = chosen;
  if (keys.length === 0 && prefixes.length === 0 && inner.length === 0 && others.length === 0) return undefined;
  const removed = [...(prefixes.length > 0 ? [prefixes.join('.')] : []), ...inner].map((one) => `${one}.`);
  const where = keys.length > 0 ? ` under ${keys.join('.')}` : '';
  const without = removed.length > 0 ? `${keys.length > 0 ? ',' : ''} without ${removed.join(' and ')}` : '';
  const averages = others.filter(isAveraged).length;
  const choices = others.map((one) => {
    const wish = isAveraged(one) && averages === 1 && !isAveraged(chosen) ? 'ema' : nameOf(one);
    return `for ${nameOf(one) === 'none' ? 'those at its root' : `those under ${nameOf(one)}`}: --weights ${wish}`;
  });
  return [`took the weights${where}${without}`, ...choices].join('; ');
}
