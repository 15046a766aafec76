import { eda } from './eda';
import { exported } from './exports';
import { ftfy } from './ftfy';
import { losses } from './losses';
import type { Peer } from './peer';
import { axe, htmlValidate, pdflatex, tensorboard } from './own-tests';
import { pillow } from './pillow';
import { statistics } from './statistics';
import { pandas, pyarrow } from './tables';
import { torch } from './torch';
import { webdataset } from './webdataset';

/** In the order in which they run. */
export const peers: readonly Peer[] = [
  ftfy,
  statistics,
  pandas,
  pyarrow,
  webdataset,
  pillow,
  torch,
  losses,
  eda,
  exported,
  tensorboard,
  htmlValidate,
  axe,
  pdflatex,
];
