import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidRequest } from '../kernel/domain-error.ts';
import { parseJsonBody } from './json-body.ts';

const parse = (text: string) => parseJsonBody(Buffer.from(text));

/** The same text with some of its characters written as escapes. */
function escaped(text: string, isEscaped: readonly boolean[]): string {
  return Array.from(text, (character, at) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return isEscaped[at] ? `\\u${at % 2 ? code : code.toUpperCase()}` : character;
  }).join('');
}

describe('parseJsonBody', () => {
  it('reads whatever JSON says, up to its depth', () => {
    const shallow = fc.jsonValue({ maxDepth: 20, depthSize: 'small' });
    fc.assert(
      fc.property(shallow, (value) => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('reads nothing as nothing', () => {
    expect(parseJsonBody(Buffer.alloc(0))).toBeUndefined();
  });

  it('refuses the key of a prototype however it is written, and not the word', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), (isEscaped) => {
        const word = escaped('__proto__', isEscaped);
        expect(() => parse(`{"a":[{"${word}" : {"isAdmin":true}}]}`)).toThrow(InvalidRequest);
        expect(parse(`{"a":"${word}"}`)).toEqual({ a: '__proto__' });
      }),
    );
  });

  it.each([33, 1_000, 1_000_000])('refuses %i levels before it reads them', (depth) => {
    expect(() => parse('['.repeat(depth))).toThrow('Request is not valid');
  });

  it('counts no bracket inside of text', () => {
    const text = `${'['.repeat(100)}\\"${'{'.repeat(100)}\\`;
    expect(parse(JSON.stringify([text, text]))).toEqual([text, text]);
    expect(parse(`${'['.repeat(32)}${']'.repeat(32)}`)).toBeInstanceOf(Array);
  });

  it('never quotes what it refuses', () => {
    const broken = fc.string({ unit: 'binary' }).map((text) => `{"canary${text}`);
    fc.assert(
      fc.property(broken, (text) => {
        expect(() => parse(text)).toThrow(
          expect.objectContaining({ details: [expect.not.objectContaining({ issue: 'canary' })] }),
        );
      }),
    );
  });
});
