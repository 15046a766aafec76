import { z } from 'zod';
import { parseOptions } from './parse-options';

describe('parseOptions', () => {
  it('leaves out what is undefined, given or made so, as JSON has no such value', () => {
    const schema = z.strictObject({ rate: z.number().optional(), name: z.string().default('a') });
    expect(Object.keys(parseOptions('x', schema, { rate: undefined }))).toEqual(['name']);
    expect(parseOptions('x', schema, { rate: 1 })).toEqual({ rate: 1, name: 'a' });
  });

  it.each([NaN, Infinity, -Infinity])('shows %d as it is', (rate) => {
    const schema = z.strictObject({ rate: z.number() });
    expect(() => parseOptions('x', schema, { rate })).toThrow(`option "rate" = ${rate}: `);
  });
});
