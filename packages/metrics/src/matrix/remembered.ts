/** The same function of two objects, computed once for each pair of them while both live; they must not be changed. */
export function remembered<A extends object, B extends object, T>(compute: (a: A, b: B) => T): (a: A, b: B) => T {
  const known = new WeakMap<A, WeakMap<B, T>>();
  return (a, b) => {
    const ofA = known.get(a) ?? new WeakMap<B, T>();
    known.set(a, ofA);
    if (!ofA.has(b)) ofA.set(b, compute(a, b));
    return ofA.get(b) as T;
  };
}
