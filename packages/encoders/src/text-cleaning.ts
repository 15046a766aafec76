import { fixText } from './text-cleaning/fix-text';
import { unescapeHtml } from './text-cleaning/html-entities';

/** White space as Python defines it; JavaScript's `\s` differs in U+001C … U+001F, U+0085 and U+FEFF. */
const whitespace = /[\p{White_Space}\u001c-\u001f]+/u;

/**
 * CLIP's cleaning of a caption (open_clip's `_clean_lower`): ftfy, two HTML unescapes, white space folded to single
 * spaces and trimmed, lower case.
 */
export const cleanText = (text: string): string =>
  unescapeHtml(unescapeHtml(fixText(text)))
    .split(whitespace)
    .filter((word) => word !== '')
    .join(' ')
    .toLowerCase();
