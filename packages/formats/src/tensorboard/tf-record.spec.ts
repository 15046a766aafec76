import { readTfRecords, tfRecord } from './tf-record';

const texts = ['', 'a', 'another one'];
const file = Buffer.concat(texts.map((text) => tfRecord(Buffer.from(text))));

describe('tfRecord', () => {
  it('writes the bytes that the official writer writes', () => {
    // RecordWriter of the Python package tensorboard 2.21 for b"alignclip"
    expect(tfRecord(Buffer.from('alignclip')).toString('hex')).toBe(
      '090000000000000037f97139616c69676e636c697007d32443',
    );
  });
});

describe('readTfRecords', () => {
  it('reads what was written', () => {
    const { records, size } = readTfRecords(file);
    expect(records.map(String)).toEqual(texts);
    expect(size).toBe(file.length);
  });

  it('ends before a truncated record, wherever it is cut', () => {
    const whole = file.length - 16 - 'another one'.length;
    for (let end = whole; end < file.length; end += 1)
      expect(readTfRecords(file.subarray(0, end))).toMatchObject({ size: whole });
  });

  it('ends before a record with a flipped bit', () => {
    for (let at = 16; at < 33; at += 1) {
      const corrupt = Buffer.from(file);
      corrupt[at]! ^= 4;
      expect(readTfRecords(corrupt).size).toBe(16);
    }
  });

  it('refuses a length beyond the file', () => {
    const endless = Buffer.from(file);
    endless.fill(0xff, 0, 8);
    expect(readTfRecords(endless)).toEqual({ records: [], size: 0 });
  });
});
