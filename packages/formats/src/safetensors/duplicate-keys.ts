/**
 * The first name that stands twice in one object of a JSON text, which `JSON.parse` would hide. The text must be
 * valid JSON.
 */
export function duplicateKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = []; // one per open bracket; lists have no names
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = stringEnd(json, at);
      const names = open.at(-1);
      if (names !== undefined && nextIsColon(json, end)) {
        const name = JSON.parse(json.slice(at, end)) as string;
        if (names.has(name)) return name;
        names.add(name);
      }
      at = end - 1;
    }
  }
  return undefined;
}

function stringEnd(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

function nextIsColon(json: string, from: number): boolean {
  let at = from;
  while (/\s/.test(json.charAt(at))) at += 1;
  return json[at] === ':';
}
