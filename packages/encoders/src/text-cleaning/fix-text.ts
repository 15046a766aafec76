import { characterRepairs } from './character-repairs';
import { unescapeWholeReferences } from './html-entities';
import { repairC1Controls, repairMojibake } from './mojibake';

const repairs = [repairMojibake, repairC1Controls, ...characterRepairs];

/**
 * Repairs broken text as `ftfy.fix_text` 6.3.1 does with its default settings (Robyn Speer, Apache-2.0), line by
 * line: HTML references (until a line has a "<"), mojibake, ligatures, width, quotes, line breaks, surrogates,
 * terminal escapes, control characters, NFC; over and over until nothing changes.
 */
export function fixText(text: string): string {
  let isHtml = false;
  return text
    .split(/(?<=\n)/)
    .map((line) => {
      isHtml ||= line.includes('<');
      return fixLine(line, isHtml);
    })
    .join('');
}

function fixLine(line: string, isHtml: boolean): string {
  let fixed = line;
  for (let before: string | undefined; before !== fixed;) {
    before = fixed;
    if (!isHtml) fixed = unescapeWholeReferences(fixed);
    for (const repair of repairs) fixed = repair(fixed);
  }
  return fixed;
}
