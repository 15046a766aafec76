type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Tells the milliseconds of each call of a method, waiting included where it gives a promise. Returns what undoes it. */
export function timedMethod(owner: object, name: string, tell: (ms: number, args: readonly unknown[]) => void) {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  const original = (owner as Record<string, Method>)[name]!;
  const timed: Method = function (...args) {
    const start = performance.now();
    const done = (): void => tell(performance.now() - start, args);
    const result = original.apply(this, args);
    if (result instanceof Promise) return result.finally(done);
    done();
    return result;
  };
  Object.defineProperty(owner, name, { value: timed, configurable: true, writable: true });
  return (): void => {
    if (before) Object.defineProperty(owner, name, before);
    else Reflect.deleteProperty(owner, name);
  };
}
