import type { SharingStrategy } from '@alignclip/core';
import type { ParameterStore } from '@alignclip/nn';

const unused = 'unused/';

/** A tower's own projection, which nothing uses where the run has a head; a head's paths start with `head/`. */
const ownProjection = /^projection(-bias|\/.*)?$/;

/** The same addresses, but the towers' own projections lie apart, so that towers of different widths can share the rest. */
export const withoutProjections = (sharing: SharingStrategy): SharingStrategy => ({
  locate: (tower, path) => (ownProjection.test(path) ? `${unused}${tower}/${path}` : sharing.locate(tower, path)),
});

/** Frees the towers' own projections. */
export const dropUnused = (parameters: ParameterStore): void =>
  parameters.remove(parameters.addresses.filter((address) => address.startsWith(unused)));
