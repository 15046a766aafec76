import { ftfy } from './ftfy';
import type { Peer } from './peer';
import { statistics } from './statistics';

/** In the order in which they run. */
export const peers: readonly Peer[] = [ftfy, statistics];
