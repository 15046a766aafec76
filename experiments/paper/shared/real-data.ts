import {
  cifar,
  coco,
  csv,
  flickr,
  gap,
  imageFolder,
  karpathy,
  linearProbe,
  mixture,
  parquet,
  retrieval,
  unknownName,
  UserError,
  webdataset,
  zeroShot,
  type Spec,
} from 'alignclip';
import type { Folders, RealSet } from './folders';
import type { Measured, PaperData, PaperSet } from './paper-data';

type Named = RealSet & { readonly name: PaperSet };
type Classified = Named & { readonly classSet: string };

const readers = [webdataset, csv, coco, flickr, karpathy, cifar, imageFolder, parquet];

/** Validates the options as a call in an experiment does. */
function spec({ type, options }: Pick<RealSet, 'type' | 'options'>): Spec<'dataset'> {
  const reader = readers.find((candidate) => candidate.type === type);
  const types = readers.map((one) => one.type);
  if (reader === undefined) throw unknownName('reader', type, types);
  return (reader as (given: object) => Spec<'dataset'>)(options);
}

const trainSplit = (name: PaperSet): string => `${name} train`;
const kebab = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** The training set and every measured set as one data set; each measured one is a split of its name. */
function united({ training }: Folders, sets: readonly Named[]): Spec<'dataset'> {
  const measured = sets.map((set) => {
    const splits = { [set.name]: set.split, ...(set.train && { [trainSplit(set.name)]: set.train }) };
    return [kebab(set.name), { dataset: spec(set), splits }] as const;
  });
  const first = { dataset: spec(training!), splits: { train: 'train' } };
  return mixture({ datasets: { training: first, ...Object.fromEntries(measured) } });
}

const accuracy = ({ name, classSet }: Classified): Measured => ({
  title: name,
  score: `zero-shot/${name}/${classSet}/top-1`,
  paper: name,
});

/** Data of the paper: every set that the file names is used. Throws UserError if there is no training set. */
export function realData(folders: Folders): PaperData {
  const sets = Object.entries(folders.sets).map(([name, set]) => ({ ...set, name: name as PaperSet }));
  const captioned = sets.filter(({ classSet }) => classSet === undefined);
  const classified = sets.filter((set): set is Classified => set.classSet !== undefined);
  const [main] = captioned;
  if (folders.training === undefined || main === undefined)
    throw new UserError('the folders file must name "training" and, among "sets", one with captions, such as MSCOCO');
  const splits = sets.map(({ name }) => name);
  const probed = classified.filter(({ train }) => train !== undefined);
  const shifted = (name: string) => /^ImageNet-(V2|R|A|Sketch)$/.test(name);
  const tuned = captioned.find(({ train }) => train !== undefined) ?? main;
  const tunedSplits = { train: tuned.train ?? tuned.split, [tuned.name]: tuned.split };
  const classifiers: PaperData['classifiers'] = ({ resamples }) =>
    classified.length === 0 ? [] : [zeroShot({ splits: classified.map(({ name }) => name), resamples })];
  return {
    dataset: united(folders, sets),
    splits,
    main: main.name,
    shiftedClasses: [],
    classifiers,
    evaluators: ({ resamples, epochs = 32 }) => [
      gap({ splits, resamples }),
      retrieval({ splits: captioned.map(({ name }) => name), captions: 'all', template: 'a photo of {}', resamples }),
      ...classifiers({ resamples }),
      ...probed.map(({ name, classSet }) => {
        const sets = { train: trainSplit(name), splits: [name], classSets: [classSet] };
        return linearProbe({ name: `linear-probe-${kebab(name)}`, ...sets, epochs, resamples });
      }),
    ],
    zeroShot: classified.filter(({ name }) => !shifted(name)).map(accuracy),
    fineGrained: classified.filter(({ name }) => ['Flowers-102', 'Stanford Cars'].includes(name)).map(accuracy),
    shift: classified.filter(({ name }) => shifted(name)).map(accuracy),
    probe: probed.map(({ name, classSet }) => ({
      title: name,
      score: `linear-probe-${kebab(name)}/${name}/${classSet}/top-1`,
      paper: name,
    })),
    retrieval: captioned.map(({ name }) => ({ split: name, paper: name })),
    bars: classified.slice(0, 2).map(({ name, classSet }) => ({ split: name, classSet })),
    fineTuning: {
      dataset: mixture({ datasets: { tuning: { dataset: spec(tuned), splits: tunedSplits } } }),
      split: tuned.name,
      paper: tuned.name,
    },
  };
}
