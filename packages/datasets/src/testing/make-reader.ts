import type { AnyComponent, Dataset, Spec } from '@alignclip/core';

interface Reader extends AnyComponent {
  (options: never): Spec<'dataset'>;
}

/** The data set of a reader with these options, checked as those of an experiment are. */
export const makeReader = async (reader: Reader, options: object): Promise<Dataset> =>
  (await reader.create(reader(options as never).options)) as Dataset;
