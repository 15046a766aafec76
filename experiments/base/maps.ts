import {
  centring,
  dualBankSinkhorn,
  nearestNeighbourNormalisation,
  orthogonalShift,
  procrustes,
  reAlign,
  sharedSubspace,
  standardisation,
} from 'alignclip';

/** Rows that maps of scores compare with: enough to find hubs, few enough for Sinkhorn's memory. */
const bank = { fitExamples: 1000 };
/** 64 dimensions, of which all would be principal components. */
const few = { components: 8 };

/** Maps on finished embeddings, by the name of their variant. */
export const maps = {
  centred: [centring()],
  'distribution normalisation': [centring({ lambda: 0.25, renormalise: false })],
  standardised: [standardisation()],
  're-aligned': [reAlign()],
  'shifted orthogonally': [orthogonalShift(few)],
  'shared directions': [sharedSubspace({ overlap: 0.5 })],
  turned: [procrustes()],
  'centred and turned': [centring(), procrustes()],
  'without hubs': [nearestNeighbourNormalisation(bank)],
  balanced: [dualBankSinkhorn(bank)],
  'centred, balanced': [centring(), dualBankSinkhorn(bank)],
};
