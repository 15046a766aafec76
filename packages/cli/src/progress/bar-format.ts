/** Variant and seed, bar, step, loss, rate, time left. */
export const barFormat = '{name} |{bar}| step {value}/{total} · loss {loss} · {rate} steps/s · {eta_formatted} left';
