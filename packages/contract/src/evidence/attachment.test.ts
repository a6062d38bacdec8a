import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AttachmentInput, AttachmentPatch } from './attachment.ts';

const ID = '0b7e1d3a-52c4-4f7e-8d19-a6f0c3b2e481';

function issues(schema: typeof AttachmentInput | typeof AttachmentPatch, sent: unknown): string[] {
  return (schema.safeParse(sent).error?.issues ?? []).map((issue) => issue.path.join('.'));
}

describe('the content of a file', () => {
  it('is taken as it is when it is base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        const data = { base64: Buffer.from(bytes).toString('base64') };

        expect(AttachmentInput.parse({ data })).toEqual({ data });
      }),
    );
  });

  it.each([
    ['white space', 'QUJD\nREVG'],
    ['a prefix', 'data:image/png;base64,QUJD'],
    ['letters for URLs', 'QUJ-'],
    ['missing padding', 'QUI'],
    ['padding in the middle', 'QU==REVG'],
    ['padding alone', '===='],
    ['other text', 'passport.jpg'],
  ])('is refused with %s', (_, base64) => {
    expect(issues(AttachmentInput, { data: { base64 } })).toEqual(['data.base64']);
  });

  it('may be megabytes, and is refused in one pass when it is broken at the end', () => {
    const base64 = 'QUJD'.repeat(2_000_000);

    expect(issues(AttachmentInput, { data: { base64 } })).toEqual([]);
    expect(issues(AttachmentInput, { data: { base64: `${base64}****` } })).toEqual(['data.base64']);
  });

  it.each([
    ['https://files.example.org/1', []],
    ['http://files.example.org/1', ['data.uri']],
    ['file:///etc/passwd', ['data.uri']],
    ['example.org/1', ['data.uri']],
  ])('may be at %s: %j', (uri, expected) => {
    expect(issues(AttachmentInput, { data: { uri } })).toEqual(expected);
  });

  it('is in one place only', () => {
    const data = { base64: 'QUJD', uri: 'https://files.example.org/1' };

    expect(issues(AttachmentInput, { data })).toEqual(['data']);
  });
});

describe('a file without content', () => {
  it.each([
    [{}, ['data']],
    [{ data: {} }, ['data']],
    [{ data: { base64: '' } }, ['data']],
    [{ data: { uri: '' } }, ['data']],
    [{ retrievalStatus: 'NORMAL', data: { base64: '' } }, ['data']],
    [{ retrievalStatus: 'EXCLUDED' }, []],
    [{ retrievalStatus: 'FAILED', data: { base64: '' } }, []],
    [{ retrievalStatus: 'LOST' }, ['retrievalStatus']],
  ])('sent as new %j is wrong at %j', (sent, expected) => {
    expect(issues(AttachmentInput, sent)).toEqual(expected);
    expect(issues(AttachmentPatch, sent)).toEqual(expected);
  });

  it('changes the rest of a file that is known, and leaves its content alone', () => {
    const sent = { attachmentId: ID, filename: 'front.png', data: { base64: '' } };

    expect(AttachmentPatch.parse(sent).data).toBeUndefined();
    expect(AttachmentPatch.parse(sent)).toMatchObject({ attachmentId: ID, filename: 'front.png' });
  });
});
