import { isSubstantive, PART, type Token } from './token.ts';

const ARTICLES: ReadonlySet<string> = new Set(
  'al el ul ur as ar an ad az ash at il ol es er ed ud'.split(' '),
);
const GOD: ReadonlySet<string> = new Set([
  'allah',
  'allh',
  'llh',
  'lh',
  'ullah',
  'ollah',
  'alla',
  'lah',
  'llah',
]);
const SERVANT = /^abd(?:ou|[aeiou])(l?)([a-z]+)$/u;
const SERVANT_ALONE: ReadonlySet<string> = new Set(
  'abd abdu abdul abdal abdel abdol abdil abdoul abdur abdus abdel'.split(' '),
);
/** A short noun with its article, as Haq, is not parted from it by itself: many short names begin so. */
const WRITTEN_ARTICLE = /^al[^a].+$|^al[^a]$/u;
const OF_THE_MERCIFUL = /^([a-z]{2,}?)[aeiou]{1,2}(?:l?r{1,2}([ae])hman|lha[kq]{1,2})$/u;
const OF_THE_FAITH = /^([a-z]{3,}?)[aeiou]{1,2}(?:l?d{1,2})(?:in|een|ine|yn)e?$/u;

/**
 * Arabic compound names in one form: `abd al X`, `abdelX` and `abdul X` all become `abdul X`; `Xuddin`
 * and `X al-din` become `X din`. Writers join and part them at will, so the parts are what is compared.
 */
export function withCompoundsParted(tokens: readonly Token[]): Token[] {
  const parted: Token[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) continue;
    const taken = servantOf(tokens, at, parted);
    if (taken > 0) at += taken - 1;
    else if (isOfGod(parted.at(-1), token)) parted.push(ofGod(parted.pop() ?? token, token));
    else parted.push(...partedWord(token));
  }
  return parted;
}

/** Writes `abdul` or `abdullah` where the words at a place say so; the number of words they took. */
function servantOf(tokens: readonly Token[], at: number, parted: Token[]): number {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (token === undefined || next === undefined || !SERVANT_ALONE.has(token.text)) return 0;
  const parts = token.parts & PART.abjad;
  const hasArticle = ARTICLES.has(next.text) && tokens[at + 2] !== undefined;
  const named = hasArticle ? tokens[at + 2] : next;
  if (named !== undefined && GOD.has(named.text)) {
    parted.push({ text: 'abdullah', parts });
    return hasArticle ? 3 : 2;
  }
  parted.push({ text: parts === 0 ? 'abdul' : 'abdl', parts });
  if (hasArticle) return 2;
  if (parts === 0 || !WRITTEN_ARTICLE.test(next.text)) return 1;
  parted.push({ ...next, text: next.text.slice(2) });
  return 2;
}

/** In Arabic letters Hidayat Allah is written apart, in Latin letters as the one name that it is. */
function isOfGod(before: Token | undefined, { text, parts }: Token): boolean {
  if (before === undefined || (parts & PART.abjad) === 0 || !GOD.has(text)) return false;
  return (before.parts & PART.abjad) !== 0 && isSubstantive(before.parts) && !GOD.has(before.text);
}

function ofGod(named: Token, god: Token): Token {
  return { text: `${named.text}${god.text}`, parts: named.parts };
}

const FAITH_ALONE: ReadonlySet<string> = new Set(
  'eddine eddin uddin aldin addin oddin eldin uldin aldeen udin deen ddin'.split(' '),
);

function partedWord(token: Token): readonly Token[] {
  if (token.parts === 0 && FAITH_ALONE.has(token.text)) return [{ text: 'din', parts: 0 }];
  if (token.parts !== 0 || token.text.length < 8) return [token];
  const servant = SERVANT.exec(token.text);
  if (servant !== null) return partedServant(token, servant);
  const merciful = OF_THE_MERCIFUL.exec(token.text);
  if (merciful !== null) return namedAfter(merciful);
  const faith = OF_THE_FAITH.exec(token.text);
  if (faith === null) return [token];
  return [
    { text: faith[1] ?? token.text, parts: 0 },
    { text: 'din', parts: 0 },
  ];
}

/** Ziaurrahman is Zia al-Rahman, Inamulhaq is Inam al-Haq. */
function namedAfter([, named = '', isMerciful]: RegExpExecArray): readonly Token[] {
  return [
    { text: named, parts: 0 },
    { text: isMerciful === undefined ? 'haq' : 'rahman', parts: 0 },
  ];
}

function partedServant(token: Token, [, article, rest = '']: RegExpExecArray): readonly Token[] {
  const isDoubled = article === '' && rest.charAt(0) === rest.charAt(1);
  const named = isDoubled ? rest.slice(1) : rest;
  if (named.length < 4 || named.startsWith('lah') || named.startsWith('ah')) return [token];
  return [
    { text: 'abdul', parts: 0 },
    { text: named, parts: 0 },
  ];
}
