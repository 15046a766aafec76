import { variantStyles } from './variant-styles';

const four = ['CLIP', 'SharedCLIP', 'CLIP + IMSep', 'AlignCLIP'];

describe('variantStyles', () => {
  it('gives a variant the same style whatever stands beside it', () => {
    const alone = variantStyles(['AlignCLIP']).get('AlignCLIP');
    expect(variantStyles([...four, 'x', 'y']).get('AlignCLIP')).toEqual(alone);
    expect(variantStyles(['odd', 'CLIP']).get('odd')).toEqual(variantStyles(['odd']).get('odd'));
    expect(variantStyles(['b', 'a', 'CLIP'])).toEqual(new Map([...variantStyles(['CLIP', 'a', 'b'])].reverse()));
  });

  it('tells eleven variants apart by colour or dash, and by colour or shape', () => {
    const styles = [...variantStyles([...four, 'a', 'b', 'c', 'd', 'e', 'f', 'g']).values()];
    for (const channel of ['dash', 'shape'] as const)
      expect(new Set(styles.map((one) => JSON.stringify([one.color, one[channel]]))).size).toBe(11);
  });

  it('tells a hundred variants apart by colour or dash, and by colour or shape', () => {
    const names = [...four, ...Array.from({ length: 96 }, (_, i) => `variant ${i}`)];
    const styles = [...variantStyles(names).values()];
    for (const channel of ['dash', 'shape'] as const)
      expect(new Set(styles.map((one) => JSON.stringify([one.color, one[channel]]))).size).toBe(100);
  });

  it('repeats no colour among the first eleven beyond the seventh that are not known', () => {
    const names = Array.from({ length: 18 }, (_, i) => `v${String(i).padStart(2, '0')}`);
    const styles = [...variantStyles(names).values()];
    expect(new Set(styles.slice(0, 7).map(({ color }) => color)).size).toBe(7);
    expect(new Set(styles.slice(7, 16).map(({ color }) => color)).size).toBe(9);
    expect(styles.slice(0, 7)).toEqual([...variantStyles(names.slice(0, 7)).values()]);
  });

  it('tells the four of the paper apart without any colour', () => {
    const styles = [...variantStyles(four).values()];
    expect(new Set(styles.map(({ dash }) => dash.join())).size).toBe(4);
    expect(new Set(styles.map(({ shape }) => shape)).size).toBe(4);
  });

  it('has a style for any name and any number of them', () => {
    const names = ['__proto__', 'toString', '', ...Array.from({ length: 30 }, (_, i) => `v${i}`)];
    const styles = variantStyles(names);
    expect(names.every((name) => styles.get(name)?.color.startsWith('#'))).toBe(true);
  });
});
