import type { StoredTensor } from '../stored-tensor';

/** Tensors whose names had one prefix. */
export interface NamedWeights {
  /** What stood before all names: `['module', 'model']`. */
  readonly prefixes: readonly string[];
  /** What stood inside some names. */
  readonly inner: readonly string[];
  readonly tensors: Map<string, StoredTensor>;
}

/** Words that programs put before the names of a model's parameters. */
const words: ReadonlySet<string> = new Set([
  ...['module', 'model', 'net', 'network', 'online_model', 'clip', 'clip_model', 'state_dict', 'model_state_dict'],
  ...['_orig_mod', '_forward_module', '_fsdp_wrapped_module'],
]);

/** A moving average of the weights, by its key or prefix: `ema`, `model_ema`, `state_dict_ema`, `averaged_model`, `shadow`. */
export const isAverage = (word: string): boolean =>
  word.length < 64 && /(?:^|[_-])(?:ema|averaged|average|swa|shadow)(?:$|[_-])/i.test(word);

/** What compilers and parallel training put inside of names where they wrap single blocks. */
const wrapped = /(?<=\.)(?:_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\./g;

/** More are no prefixes of programs. */
const maxPrefixes = 8;

/** The tensors without the prefixes of wrappers before their names, in groups of one prefix each. */
export function bareNames(tensors: ReadonlyMap<string, StoredTensor>): NamedWeights[] {
  const groups = new Map<string, NamedWeights & { inner: string[] }>();
  for (const [name, tensor] of tensors) {
    const prefixes = prefixesOf(name);
    const key = prefixes.join('.');
    const group = groups.get(key) ?? { prefixes, inner: [], tensors: new Map<string, StoredTensor>() };
    groups.set(key, group);
    const rest = name.slice(prefixes.length === 0 ? 0 : key.length + 1);
    const bare = rest.replace(wrapped, (found) => {
      const word = found.slice(0, -1);
      if (!group.inner.includes(word)) group.inner.push(word);
      return '';
    });
    group.tensors.set(group.tensors.has(bare) ? rest : bare, tensor);
  }
  return [...groups.values()];
}

function prefixesOf(name: string): string[] {
  const found: string[] = [];
  for (let from = 0; found.length < maxPrefixes;) {
    const dot = name.indexOf('.', from);
    const word = name.slice(from, Math.max(dot, from));
    if (!words.has(word) && !isAverage(word)) break;
    found.push(word);
    from = dot + 1;
  }
  return found;
}
