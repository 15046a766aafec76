/** Looking through all names takes time; the first missing images are enough to see what is wrong. */
const maxHints = 20;

/** Says of missing files which other name may be meant, for the first twenty. */
export class NameHints {
  private given = 0;

  /** A remark that follows "no such file": a name that differs in case, blanks or Unicode composition; none without one. */
  async hint(wanted: string, names: () => AsyncIterable<string> | Iterable<string>): Promise<string> {
    if (wanted.includes('\uFFFD')) return '; its name is not UTF-8';
    if ((this.given += 1) > maxHints) return '';
    for await (const name of names()) {
      if (name.normalize('NFC') === wanted.normalize('NFC')) {
        return `; there is one whose name looks the same but is in the Unicode form ${formOf(name)}, not ${formOf(wanted)}`;
      }
      if (plain(name) === plain(wanted)) return `; there is ${JSON.stringify(name)}`;
    }
    return '';
  }
}

const plain = (name: string): string => name.normalize('NFC').toLowerCase().trim();

const formOf = (name: string): string =>
  name === name.normalize('NFC') ? 'NFC' : name === name.normalize('NFD') ? 'NFD' : 'of its own';
