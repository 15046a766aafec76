import type { Bundle } from './bundle';
import { contentPolicy } from './content-policy';
import { html, trusted, type Markup } from './markup';
import type { PageData } from '../page-data';

export interface PageParts {
  readonly title: string;
  readonly body: Markup;
  readonly data: PageData;
}

/** One HTML document with everything in it. */
export const pageDocument = ({ title, body, data }: PageParts, { program, style }: Bundle): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${contentPolicy(style, program)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${inline('style', style)}
      </head>
      <body>
        ${body} ${inline('script type="application/json" id="page-data"', scriptJson(data))}
        ${inline('script', program)}
      </body>
    </html> `.text;

/** JSON that can't end the element it stands in. */
const scriptJson = (data: PageData): string => JSON.stringify(data).replace(/</g, '\\u003c');

/** The very text between the tags, for its hash stands in the policy. Throws Error where the text would end the element. */
function inline(opening: string, text: string): Markup {
  const [name] = opening.split(' ');
  if (new RegExp(`</${name}|<!--`, 'i').test(text)) throw new Error(`the page's ${name} would end its own element`);
  return trusted(`<${opening}>${text}</${name}>`);
}
