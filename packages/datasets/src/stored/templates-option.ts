import { z } from 'zod';

/** Prompts of a class, whose name stands for `{}`; the first one makes the captions. */
export const templatesOption = (usual: string[]) => z.array(z.string().includes('{}')).min(1).default(usual);
