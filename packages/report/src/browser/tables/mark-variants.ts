import type { PageData } from '../../page-data';
import { swatch } from '../dom';

/** Puts a variant's colour before its name at the head of a row. */
export function markVariants(table: HTMLTableElement, { colours }: PageData): void {
  const byName = new Map(colours);
  for (const heading of table.querySelectorAll('th[scope=row]')) {
    const colour = byName.get(heading.textContent.replace(/ †$/, '').trim());
    if (colour !== undefined) heading.prepend(swatch(colour));
  }
}
