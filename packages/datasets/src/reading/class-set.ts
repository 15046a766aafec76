import { inTemplate, type ClassSet } from '@alignclip/core';
import { z } from 'zod';

export const classSetOption = z.string().min(1).default('class').describe('name of the class set');

export const templatesOption = (initial: string[]) =>
  z
    .array(z.string().includes('{}'))
    .min(1)
    .default(initial)
    .describe('prompts of a class, with `{}` for its name; the first one makes the captions');

/** The caption of an image of which only the class is known. */
export const captionOfClass = ({ templates }: Pick<ClassSet, 'templates'>, name: string): string =>
  inTemplate(templates[0]!, name);

/** Python's order of texts, in which torchvision numbers classes. */
export const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
