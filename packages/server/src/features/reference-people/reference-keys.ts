import { nameKeys } from '@probity/screening';

/** What a row is found by, in clear: hashed with a key before it is kept or asked for. */
export type Findable = {
  readonly names: readonly string[];
  /** ISO dates. */
  readonly births: readonly string[];
  readonly documents: readonly { readonly type: string; readonly number: string }[];
  readonly addresses: readonly { readonly postalCode?: string }[];
};

/** Ways of hearing a word that are looked for; a row is kept under the plainest. */
const WAYS_OF_WORD = 6;
const WAYS_OF_NAME = 4;

/**
 * Keys under which a row is kept: by a word of the name as it sounds, together with most of the birth
 * date or the postal code; by a document; and where it has nothing but a name, by that.
 *
 * A name alone finds no row that could be told apart from those of its namesakes: it is not somebody
 * whom the register confirms.
 */
export function keysOfRow(person: Findable): string[] {
  const words = wordsOf(person).map((word) => waysOf(word).slice(0, 1));
  const apart = apartOf(person);
  const alone = apart.length > 0 ? [] : person.names.flatMap(keysOfNameAlone);
  return distinct([...together(words.flat(), apart), ...documentKeys(person), ...alone]);
}

/** Keys under which somebody may be kept. */
export function keysToFind(person: Findable): string[] {
  const words = wordsOf(person).flatMap((word) => waysOf(word).slice(0, WAYS_OF_WORD));
  return distinct([
    ...together(words, apartOf(person)),
    ...documentKeys(person),
    ...person.names.flatMap(keysOfNameAlone),
  ]);
}

/** A number without what people write between its signs. */
export function plainIdentifier(number: string): string {
  return number
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function together(words: readonly string[], apart: readonly string[]): string[] {
  return words.flatMap((word) => apart.map((what) => `${word} ${what}`));
}

/** A slip in the day, or one in the year, still leaves a key in common. */
function apartOf({ births, addresses }: Findable): string[] {
  return [
    ...births.flatMap((date) => [`ym${date.slice(0, 7)}`, `md${date.slice(5)}`]),
    ...addresses.flatMap(({ postalCode }) =>
      postalCode ? [`pc${plainIdentifier(postalCode)}`] : [],
    ),
  ];
}

function documentKeys({ documents }: Findable): string[] {
  return documents.map(({ type, number }) => `d${type} ${plainIdentifier(number)}`);
}

function keysOfNameAlone(name: string): string[] {
  return nameKeys(name)
    .slice(0, WAYS_OF_NAME)
    .map((key) => `n${key}`);
}

function wordsOf({ names }: Findable): string[] {
  return distinct(names.flatMap((name) => name.toLowerCase().split(/[\s-]+/))).filter(Boolean);
}

/** Most words of a register are borne by many: each is heard once. */
const heard = new Map<string, readonly string[]>();
const MOST_HEARD = 50_000;

function waysOf(word: string): readonly string[] {
  const known = heard.get(word);
  if (known) return known;
  if (heard.size >= MOST_HEARD) heard.clear();
  const ways = nameKeys(word).slice(0, WAYS_OF_WORD);
  heard.set(word, ways);
  return ways;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
