import { shared } from 'alignclip';
import { separation } from './separation';

/** The four cells of sharing × separation. */
export const four = {
  CLIP: {},
  SharedCLIP: { sharing: shared() },
  'CLIP + IMSep': separation(),
  AlignCLIP: { sharing: shared(), ...separation() },
};

/** What RQ1 and RQ2 compare. */
export const effects = [
  { name: 'RQ1: sharing', baseline: 'CLIP', treatment: 'SharedCLIP' },
  { name: 'RQ2: separation', baseline: 'CLIP', treatment: 'CLIP + IMSep' },
  { name: 'RQ2: separation on shared towers', baseline: 'SharedCLIP', treatment: 'AlignCLIP' },
];
