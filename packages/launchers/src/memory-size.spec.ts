import { bytesOf, inGigabytes, memorySize } from './memory-size';

describe('memorySize', () => {
  it.each(['0', '8 G', '-1', '1.5G', 'G', '8GB', ''])('refuses %j', (size) => {
    expect(memorySize.safeParse(size).success).toBe(false);
  });
});

describe('bytesOf', () => {
  it.each([
    ['512', 512 * 1024 ** 2],
    ['3K', 3 * 1024],
    ['2M', 2 * 1024 ** 2],
    ['8G', 8 * 1024 ** 3],
    ['1T', 1024 ** 4],
  ])('reads %j', (size, bytes) => {
    expect(memorySize.parse(size)).toBe(size);
    expect(bytesOf(size)).toBe(bytes);
  });
});

describe('inGigabytes', () => {
  it('rounds to a tenth', () => expect(inGigabytes(1.46 * 1024 ** 3)).toBe('1.5 GB'));
});
