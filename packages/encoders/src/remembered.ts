/** Texts whose rows are kept at once. */
const maxKnown = 50_000;

/** `make` with its results kept, `known` ones among them; all are dropped when 50,000 are full. */
export function remembered<Row>(make: (text: string) => Row, known = new Map<string, Row>()): (text: string) => Row {
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= maxKnown) known.clear();
    const made = make(text);
    known.set(text, made);
    return made;
  };
}

/** The texts whose rows fit. */
export const rememberable = (texts: readonly string[]): readonly string[] => texts.slice(0, maxKnown);
