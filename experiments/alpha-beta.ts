import { defineExperiment, factorTable, grid, shared } from 'alignclip';
import { centroidDistance, recall } from './base/measures';
import { base, folderOf, profiles } from './base/regime';
import { separation } from './base/separation';

const alpha = 'losses.crossModalitySeparation.weight';
const beta = 'losses.intraModalitySeparation.weight';
const factors = { rows: alpha, columns: beta };

/** α · L_CRsep + β · L_IMsep of AlignCLIP: how much does the result depend on the paper's α = 1, β = ½? */
export default defineExperiment({
  name: 'alpha-beta',
  folder: folderOf('alpha-beta'),
  seeds: [0, 1],
  base: { ...base, sharing: shared(), ...separation() },
  variants: grid({ [alpha]: [0.5, 1, 2], [beta]: [0, 0.25, 0.5, 1] }),
  profiles,
  tables: [factorTable({ ...centroidDistance, ...factors }), factorTable({ ...recall, ...factors })],
});
