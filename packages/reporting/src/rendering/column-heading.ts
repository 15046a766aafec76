import type { TableColumn } from '@alignclip/core';
import { plainText } from './plain-text';

const arrows = { higher: ' ↑', lower: ' ↓', neither: '' } as const;

/** `R@1 (%) ↑`: what is shown, its unit and the better direction. */
export const columnHeading = ({ title, percent, better }: TableColumn): string =>
  `${plainText(title)}${percent ? ' (%)' : ''}${arrows[better]}`;
