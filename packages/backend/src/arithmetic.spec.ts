import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arithmetic, sourceHash } from './arithmetic';
import { selectBackend } from './select-backend';
import { hasAddOn, noAddOn } from './testing/has-add-on';
import { itWhere } from '@alignclip/core/testing';

beforeAll(selectBackend);

describe('arithmetic', () => {
  const under = (settings: Record<string, string>): string => {
    const before = { ...process.env };
    Object.assign(process.env, settings);
    try {
      return arithmetic();
    } finally {
      process.env = before;
    }
  };

  it('is the same twice', () => expect(arithmetic()).toBe(arithmetic()));

  it('changes with the instruction set of oneDNN', () =>
    expect(under({ ONEDNN_MAX_CPU_ISA: 'SSE41' })).not.toBe(arithmetic()));

  itWhere(hasAddOn(), noAddOn, 'changes with our own operations, and with the threads only without them', () => {
    const without = { ALIGNCLIP_CUSTOM_OPS: 'off' };
    expect(under(without)).not.toBe(arithmetic());
    expect(under({ TF_NUM_INTRAOP_THREADS: '3' })).toBe(arithmetic());
    expect(under({ ...without, TF_NUM_INTRAOP_THREADS: '3' })).not.toBe(
      under({ ...without, TF_NUM_INTRAOP_THREADS: '5' }),
    );
  });
});

describe('sourceHash', () => {
  it('changes with a source, not with a specification, a page or the place', () => {
    const [a, b] = ['a', 'b'].map((name) => mkdtempSync(join(tmpdir(), `alignclip-sources-${name}-`)));
    const write = (folder: string, name: string, text: string) => writeFileSync(join(folder, name), text);
    for (const folder of [a!, b!]) write(folder, 'one.ts', 'export const one = 1;');
    write(b!, 'one.spec.ts', 'it');
    write(b!, 'README.md', '#');
    expect(sourceHash(a!, join(a!, 'absent'))).toBe(sourceHash(b!));
    write(b!, 'one.ts', 'export const one = 2;');
    expect(sourceHash(a!)).not.toBe(sourceHash(b!));
    for (const folder of [a!, b!]) rmSync(folder, { recursive: true });
  });
});
