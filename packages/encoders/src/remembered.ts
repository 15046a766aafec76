/** Texts whose rows are kept. */
const mostKnown = 50_000;

/** `make`, done once for a text as long as no more than 50,000 others are kept, those of `known` among them. */
export function remembered<Row>(make: (text: string) => Row, known = new Map<string, Row>()): (text: string) => Row {
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= mostKnown) known.clear();
    const made = make(text);
    known.set(text, made);
    return made;
  };
}

/** As many of the texts as are kept. */
export const rememberable = (texts: readonly string[]): readonly string[] => texts.slice(0, mostKnown);
