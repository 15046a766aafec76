import { catalogue } from './catalogue';
import { conceptOf, sideOf } from './concept';

describe('conceptOf', () => {
  it.each([
    ['man health worker', 'health worker'],
    ['woman: red hair', ''],
    ['waving hand: light skin tone', 'waving hand'],
    ['men with bunny ears', 'with bunny ears'],
    ['woman and man holding hands', 'holding hands'],
    ['couple with heart: woman, man', 'couple with heart'],
    ['family: man, woman, girl, boy', 'family'],
    ['woman’s hat', 'hat'],
    ['Santa Claus', 'santa claus'],
    ['mermaid', 'mermaid'],
    ['flag: Isle of Man', 'flag: isle of man'],
    ['keycap: 1', 'keycap: 1'],
  ])('of "%s" is "%s"', (label, concept) => expect(conceptOf(label)).toBe(concept));
});

describe('sideOf', () => {
  it('holds out about a tenth of the concepts for each of val and test', () => {
    const concepts = [...new Set(catalogue().map(({ concept }) => concept))];
    const share = (side: string) => concepts.filter((concept) => sideOf(concept) === side).length / concepts.length;
    expect(Math.abs(share('train') - 0.8)).toBeLessThan(0.03);
    expect(Math.abs(share('val') - 0.1)).toBeLessThan(0.03);
    expect(Math.abs(share('test') - 0.1)).toBeLessThan(0.03);
  });

  it('decides by the first 32 bits of sha256("v1:" + concept)', () => {
    expect(sideOf('flag: france')).toBe('train'); // .582
    expect(sideOf('moon')).toBe('val'); // .858
    expect(sideOf('mermaid')).toBe('test'); // .927
  });
});
