import { modalities, type SharingStrategy } from '@alignclip/core';
import { towerPaths } from './tower-paths';

const ownPath = /^(patch-embedding|class-token|registers|positions|pre-norm|token-embedding|head\/adapter)(\/|$)/;

/** The contract suite of sharing strategies. */
export function describeSharingStrategy(name: string, make: () => SharingStrategy): void {
  describe(`${name} keeps the contract of sharing strategies`, () => {
    const paths = towerPaths(3);

    it('gives every path the address shared/<path> or <tower>/<path>', () => {
      const strategy = make();
      for (const tower of modalities) {
        for (const path of paths)
          expect([`shared/${path}`, `${tower}/${path}`]).toContain(strategy.locate(tower, path));
      }
    });

    it('is symmetric: a path is shared by both towers or by none', () => {
      const strategy = make();
      for (const path of paths) {
        const [image, text] = modalities.map((tower) => strategy.locate(tower, path).startsWith('shared/'));
        expect(image).toBe(text);
      }
    });

    it('gives different paths different addresses, and the same answer every time', () => {
      const strategy = make();
      const addresses = paths.map((path) => strategy.locate('image', path));
      expect(new Set(addresses).size).toBe(paths.length);
      expect(paths.map((path) => strategy.locate('image', path))).toEqual(addresses);
    });

    it('never shares what only one modality has', () => {
      const strategy = make();
      for (const path of paths.filter((candidate) => ownPath.test(candidate))) {
        expect(strategy.locate('text', path)).toBe(`text/${path}`);
      }
    });
  });
}
