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
