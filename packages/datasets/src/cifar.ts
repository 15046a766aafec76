import { Dataset, defineComponent } from '@alignclip/core';
import { z } from 'zod';
import { openCifar } from './cifar/open-cifar';
import templates from './cifar/templates.json';
import { readingOptions } from './stored/reading-options';
import { templatesOption } from './stored/templates-option';
import { StoredDataset } from './stored/stored-dataset';

/** CIFAR-10 and CIFAR-100 as they are handed out: class sets for zero-shot, captions from a template (docs/components). */
export const cifar = defineComponent(Dataset)({
  type: 'cifar',
  options: z.strictObject({
    /** The folder (`cifar-10-batches-py`, `cifar-100-binary`, …) or its tar file, plain or gzipped. */
    files: z.string().min(1),
    templates: templatesOption(templates),
    ...readingOptions,
  }),
  create: async (options) => new StoredDataset(await openCifar(options.files, options.templates), options),
});
