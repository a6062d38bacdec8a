import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileOf } from '../test-real-lists.ts';
import { strictText } from './strict-text.ts';

async function read(content: string | Buffer, pieceBytes: number): Promise<string> {
  let text = '';
  for await (const part of strictText(fileOf('x', content, pieceBytes))) text += part;
  return text;
}

describe('strictText', () => {
  it('reads the same text in whatever pieces it comes', async () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((t) => !t.includes('\uFEFF') && !t.includes('\0'));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (written, pieceBytes) => {
        expect(await read(written, pieceBytes)).toBe(written);
      }),
    );
  });

  it('drops a byte order mark, even one that comes in pieces', async () => {
    expect(await read('\uFEFFabc', 1)).toBe('abc');
  });

  it.each([
    {
      when: 'a Latin-1 letter stands in the third line',
      bytes: [10, 10, 0x41, 0xe9, 0x41],
      line: 3,
    },
    { when: 'the file ends within a character', bytes: [0x41, 10, 0xe2, 0x82], line: 2 },
    { when: 'a character is longer than it need be', bytes: [0xc0, 0x80], line: 1 },
    { when: 'a surrogate is encoded', bytes: [0xed, 0xa0, 0x80], line: 1 },
    { when: 'a byte continues nothing', bytes: [0x80, 0x80, 0x80, 0x80, 0x80], line: 1 },
  ])('refuses the file with its line when $when', async ({ bytes, line }) => {
    for (const pieceBytes of [1, 2, 3, 100]) {
      await expect(read(Buffer.from(bytes), pieceBytes)).rejects.toMatchObject({
        details: [{ issueLocation: `x, line ${line}` }],
      });
    }
  });

  it('refuses UTF-16', async () => {
    await expect(read(Buffer.from('\uFEFFabc', 'utf16le'), 100)).rejects.toThrow();
    await expect(read(Buffer.from('abc', 'utf16le'), 100)).rejects.toMatchObject({
      details: [{ issue: 'The file is not text in UTF-8.' }],
    });
  });

  it('refuses an empty file', async () => {
    await expect(read('', 1)).rejects.toMatchObject({ details: [{ issue: 'The file is empty.' }] });
  });
});
