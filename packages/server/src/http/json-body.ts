import { InvalidRequest } from '../kernel/domain-error.ts';

/** Deeper than any shape of the contract; stops nesting bombs before they are parsed. */
const MAX_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Reads a JSON body. An empty one is undefined.
 *
 * @throws {@link InvalidRequest} for what is not JSON, nests too deeply or names a prototype. The
 * parser's own message is dropped, because it quotes the body.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (depthOf(bytes) > MAX_DEPTH) {
    throw refuse(`The body nests deeper than ${MAX_DEPTH} levels`);
  }
  const text = textOf(bytes);
  if (PROTOTYPE_KEY.test(text)) throw refuse('The body holds a key that is not allowed');
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(NO_JSON);
  }
}

const NO_JSON = 'The body is not valid JSON in UTF-8';

/** The key `__proto__`, each of its characters as it is or as an escape. */
const PROTOTYPE_KEY = new RegExp(`"${Array.from('__proto__', plainOrEscaped).join('')}"\\s*:`);

function plainOrEscaped(character: string): string {
  const code = character.charCodeAt(0).toString(16).replace('f', '[fF]');
  return `(?:${character}|\\\\u00${code})`;
}

function textOf(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw refuse(NO_JSON);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function refuse(issue: string): InvalidRequest {
  return new InvalidRequest([{ issue, issueLocation: 'body' }]);
}

function depthOf(bytes: Buffer): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      at = endOfString(bytes, at);
    } else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) {
      depth--;
    }
  }
  return deepest;
}

/** Where the string that opens at `start` closes. Leaps, since strings may hold whole files. */
function endOfString(bytes: Buffer, start: number): number {
  let end = bytes.indexOf(QUOTE, start + 1);
  while (end !== -1 && isEscaped(bytes, end)) end = bytes.indexOf(QUOTE, end + 1);
  return end === -1 ? bytes.length : end;
}

function isEscaped(bytes: Buffer, at: number): boolean {
  let backslashes = 0;
  while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}
