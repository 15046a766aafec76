import { decodeEvent, encodeEvent } from './event-message';

const event = { wallTime: 1.5, step: 300, summary: { value: [{ tag: 'train/L', simpleValue: 2.5 }] } };
/** As the Python package tensorboard 2.21 serialises the same event. */
const bytes = Buffer.from('09000000000000f83f10ac022a100a0e0a07747261696e2f4c1500002040', 'hex');

describe('encodeEvent', () => {
  it('writes the bytes that the official message classes write', () => {
    expect(Buffer.from(encodeEvent(event)).equals(bytes)).toBe(true);
  });
});

describe('decodeEvent', () => {
  it('reads them back, and steps beyond 32 bits', () => {
    expect(decodeEvent(bytes)).toEqual(event);
    expect(decodeEvent(encodeEvent({ ...event, step: 2 ** 40 }))?.step).toBe(2 ** 40);
  });

  it('takes what is no event for none', () => expect(decodeEvent(Buffer.from([9, 1, 2]))).toBeUndefined());
});
