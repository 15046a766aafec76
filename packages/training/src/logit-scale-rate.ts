import { z } from 'zod';

/** Of the temperatures that are learned. */
export const rateOption = z
  .number()
  .positive()
  .optional()
  .describe('share of the learning rate with which the temperature is trained; without it, 1');
