/** `text` with `content` between `<!-- name -->` and `<!-- /name -->`. Throws an Error where there are no such markers. */
export function fillMarked(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`no lines "${start}" and "${end}" to write between`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}
