/** Variant and seed, bar, step, loss; `rate` is empty or begins with a dot: steps a second, time left. */
export const barFormat = '{name} |{bar}| step {value}/{total} · loss {loss}{rate}';

/** Name, bar and count of items; `rate` as above. */
export const itemFormat = '{name} |{bar}| {value}/{total}{rate}';

/** The same of items of which nobody knows how many there are. */
export const countFormat = '{name}: {value} so far{rate}';
