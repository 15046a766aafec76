import * as markdown from 'prettier/plugins/markdown';
import { format } from 'prettier/standalone';

/** Markdown as `npm run format` leaves it. */
export const formatted = (text: string): Promise<string> =>
  format(text, { parser: 'markdown', plugins: [markdown], printWidth: 120, singleQuote: true });
