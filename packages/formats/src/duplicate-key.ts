/**
 * The first name that occurs twice in one object of a JSON text; `JSON.parse` would keep only the last value. Names are
 * compared unescaped. The text must be valid JSON.
 */
export function duplicateKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = []; // one per open bracket; lists have no names
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    if (character === openBrace) open.push(new Set());
    else if (character === openBracket) open.push(undefined);
    else if (character === closeBrace || character === closeBracket) open.pop();
    else if (character === quote) {
      const end = stringEnd(json, at);
      const names = open.at(-1);
      if (names !== undefined && nextIsColon(json, end)) {
        const name = unescaped(json.slice(at, end));
        if (names.has(name)) return name;
        names.add(name);
      }
      at = end - 1;
    }
  }
  return undefined;
}

const [quote, backslash, colon, space] = [0x22, 0x5c, 0x3a, 0x20];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

function stringEnd(json: string, start: number): number {
  let at = start + 1;
  for (let character = json.charCodeAt(at); character !== quote; character = json.charCodeAt(at)) {
    at += character === backslash ? 2 : 1;
  }
  return at + 1;
}

const unescaped = (string: string): string =>
  string.includes('\\') ? (JSON.parse(string) as string) : string.slice(1, -1);

/** JSON's white space is the space and control characters below it. */
function nextIsColon(json: string, from: number): boolean {
  let at = from;
  while (json.charCodeAt(at) <= space) at += 1;
  return json.charCodeAt(at) === colon;
}
