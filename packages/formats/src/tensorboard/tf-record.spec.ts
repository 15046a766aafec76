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

  it('ends before a record that is cut off, wherever it is cut', () => {
    const whole = file.length - 16 - 'another one'.length;
    for (let end = whole; end < file.length; end += 1)
      expect(readTfRecords(file.subarray(0, end))).toMatchObject({ size: whole });
  });

  it('ends before a record with a bit turned over', () => {
    for (let at = 16; at < 33; at += 1) {
      const damaged = Buffer.from(file);
      damaged[at]! ^= 4;
      expect(readTfRecords(damaged).size).toBe(16);
    }
  });

  it('does not believe an endless length', () => {
    const endless = Buffer.from(file);
    endless.fill(0xff, 0, 8);
    expect(readTfRecords(endless)).toEqual({ records: [], size: 0 });
  });
});
