// What the search's worker sees of lunr, the engine in the theme's own worker.

interface TokenSet {
  intersect(other: TokenSet): TokenSet;
  toArray(): string[];
}

export interface Index {
  tokenSet: TokenSet;
  /** Of each word, the fields it stands in, and there the documents. */
  invertedIndex: Record<string, { text: object; title: object }>;
}

interface Lunr {
  (make: (this: object) => void): Index;
  stemmer(token: object): { toString(): string };
  tokenizer: { separator: RegExp };
  Token: new (word: string) => object;
  TokenSet: { fromString(word: string): TokenSet; fromFuzzyString(word: string, edits: number): TokenSet };
}

declare global {
  /** Is there once the theme's worker is. */
  var lunr: Lunr | undefined;
}

let index: Index | undefined; // of what was looked through last

/** Sees each index that the theme's worker has lunr make. */
export function watch(): void {
  const make = lunr!;
  globalThis.lunr = Object.assign((how: (this: object) => void) => (index = make(how)), make);
}

/** The words of the index that begin so. */
export function known(start: string): string[] {
  return index!.tokenSet.intersect(lunr!.TokenSet.fromString(`${start}*`)).toArray();
}

export function has(word: string): boolean {
  return word in index!.invertedIndex;
}

function count(word: string): number {
  const { text, title } = index!.invertedIndex[word]!;
  return Object.keys(text).length + 5 * Object.keys(title).length;
}

/** The nearest word to one that the site does not have. */
export function nearest(word: string): string | undefined {
  for (const edits of word.length < 4 ? [] : word.length < 7 ? [1] : [1, 2]) {
    const near = index!.tokenSet.intersect(lunr!.TokenSet.fromFuzzyString(word, edits)).toArray();
    const best = near.filter(other => other[0] === word[0] && count(other) > 1).sort((a, b) => count(b) - count(a))[0];
    if (best) return best;
  }
  return undefined;
}

/** What a word's forms have in common, at their beginning. */
export function stem(word: string): string {
  const found = lunr!.stemmer(new lunr!.Token(word)).toString();
  let same = 0;
  while (same < found.length && found[same] === word[same]) same++;
  return same < 3 ? word : word.slice(0, same);
}

/** Words as the index has them: between signs, in small letters. */
export function words(text: string): string[] {
  return text.toLowerCase().replace(/\bmulti[-\s]+(?=thread|process)/g, "multi").split(lunr!.tokenizer.separator)
    .map(word => word.replace(/^['.*+^~-]+|['.*+^~]+$/g, "")).filter(Boolean);
}
