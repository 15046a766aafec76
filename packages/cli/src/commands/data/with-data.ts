import type { Command } from 'commander';
import type { DataChoice } from '../../data/open-data';

export interface DataOptions extends DataChoice {
  readonly split?: readonly string[];
}

/** The arguments by which the data commands find a data set. */
export const withDataset = (command: Command): Command =>
  command
    .argument('<data>', 'an experiment file, or a data set by its type: webdataset, csv, coco, …')
    .argument('[files...]', 'what its option "files" names; train=… test=… for files by split')
    .option('-o, --option <name=value...>', 'other options of the data set, values as text or JSON: images=photos.tar')
    .option('--split <name...>', 'only these splits')
    .option('--variant <name>', 'of an experiment whose variants have several data sets')
    .option('--profile <name>', 'of an experiment');
