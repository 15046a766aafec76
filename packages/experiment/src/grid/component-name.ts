/** How paths name a component: `intra-modality-separation` is `intraModalitySeparation`, as in an experiment file. */
export const camelCase = (type: string): string =>
  type.replace(/-([a-z0-9])/g, (_, next: string) => next.toUpperCase());

/** The other way round; a type stays as it is. */
export const kebabCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
