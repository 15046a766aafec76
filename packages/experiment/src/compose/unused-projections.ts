import type { Encoder, SharingStrategy, TowerShapes } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';

const unused = 'unused/';

/** A tower's own projection, which nothing uses where the run has a head; a head's paths start with `head/`. */
const ownProjection = /^projection(-bias|\/.*)?$/;

/** The same addresses, but the towers' own projections lie apart, so that towers of different widths can share the rest. */
export const withoutProjections = (sharing: SharingStrategy): SharingStrategy => ({
  locate: (tower, path) => (ownProjection.test(path) ? `${unused}${tower}/${path}` : sharing.locate(tower, path)),
  check: ({ image, text }) => sharing.check?.({ image: used(image), text: used(text) }),
});

const used = (shapes: TowerShapes): TowerShapes => new Map([...shapes].filter(([path]) => !ownProjection.test(path)));

/** Frees what the towers have after their features: a head stands in its place. */
export function dropUnused(parameters: ParameterStore, towers: readonly Pick<Encoder<never>, 'trunk'>[]): void {
  const isKnown = towers.every(({ trunk }) => trunk !== undefined);
  const used = new Set(towers.flatMap(({ trunk = [] }) => trunk));
  const ofTower = (address: string) => /^(image|text|shared)\/(?!head\/)/.test(address);
  const isUnused = (address: string) =>
    address.startsWith(unused) || (isKnown && ofTower(address) && !used.has(address));
  parameters.remove(parameters.addresses.filter(isUnused));
}
