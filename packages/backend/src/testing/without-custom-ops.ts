const variable = 'ALIGNCLIP_CUSTOM_OPS';

/** Sets the switch of our own operations; absent as it was. */
export function setCustomOps(value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, variable);
  else process.env[variable] = value;
}

/**
 * Leaves out our own operations in the tests of this group, as on a GPU, from their beginning on, or after `prepare`. Returns
 * the switch as it was.
 */
export function withoutCustomOps(prepare?: () => Promise<unknown>): string | undefined {
  const before = process.env[variable];
  beforeAll(async () => {
    await prepare?.();
    setCustomOps('off');
  });
  afterAll(() => setCustomOps(before));
  return before;
}
