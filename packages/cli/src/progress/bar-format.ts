/** Variant and seed, bar, step, loss; `rate` is empty or begins with a dot: steps a second, time left. */
export const barFormat = '{name} |{bar}| step {value}/{total} · loss {loss}{rate}';
