import { crossModalitySeparation, intraModalitySeparation } from 'alignclip';

/** AlignCLIP's objective; options change its intra-modality separation. */
export const separation = (options: Parameters<typeof intraModalitySeparation>[0] = {}) => ({
  losses: [crossModalitySeparation(), intraModalitySeparation(options)],
});
