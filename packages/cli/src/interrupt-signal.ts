/** Aborts on the first Ctrl-C, so that work can stop resumably; the second one ends the program at once. */
export function interruptSignal(): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    console.error('\nstopping after the current step; once more to stop at once');
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop);
  return {
    signal: controller.signal,
    release: () => ['SIGINT', 'SIGTERM'].forEach((name) => process.off(name, stop)),
  };
}
