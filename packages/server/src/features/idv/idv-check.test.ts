import type { DocumentsByClass } from '@probity/contract/document';
import { describe, expect, it } from 'vitest';
import { captureOf } from './capture.ts';
import { type IdvCheck, newCheck, nextMove, sessionHash } from './idv-check.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const NOW = at(100);

const file = (attachmentId: string, minute: number, more: object = {}) => ({
  attachmentId,
  mimeType: 'image/png',
  createdAt: at(minute).toISOString(),
  data: { base64: '' },
  ...more,
});

function documents(licence: readonly object[], faces: readonly object[] = []): DocumentsByClass {
  return {
    IDENTITY: [
      { documentId: 'licence', type: 'DRIVERS_LICENSE', country: 'AUS', attachments: [...licence] },
    ],
    OTHER: [{ documentId: 'face', type: 'SELF_IMAGE', country: 'AUS', attachments: [...faces] }],
  };
}

function check(minute: number, more: Partial<IdvCheck> & { capture?: object } = {}): IdvCheck {
  const { capture, ...fields } = more;
  const session = {
    outcome: 'started' as const,
    sessionId: `s${minute}`,
    token: 't',
    tokenExpiry: at(1_000).toISOString(),
    vendorParameters: {},
  };
  const made = newCheck('p', session, { at: at(minute) });
  return { ...made, ...fields, session: { ...made.session, ...(capture && { capture }) } as never };
}

const FRONT = file('front', 10, { side: 'FRONT' });
const WHOLE = documents([FRONT], [file('selfie', 11)]);

describe('captureOf', () => {
  it('takes the newest image of each side, and of the face', () => {
    const many = documents(
      [file('old', 1), FRONT, file('back', 2, { side: 'BACK' })],
      [file('selfie', 12), file('earlier', 3)],
    );
    expect(captureOf(many)).toMatchObject({
      document: { front: { attachmentId: 'front' }, back: { attachmentId: 'back' } },
      selfie: { attachmentId: 'selfie', documentId: 'face' },
    });
  });

  it('takes no file that is elsewhere or no image', () => {
    const none = documents(
      [
        file('a', 1, { data: { uri: 'https://x.example' } }),
        file('b', 1, { mimeType: 'application/pdf' }),
      ],
      [file('c', 1, { data: undefined })],
    );
    expect(captureOf(none)).toEqual({});
    expect(captureOf(undefined)).toEqual({});
  });
});

describe('nextMove', () => {
  const move = (kept: DocumentsByClass | undefined, checks: readonly IdvCheck[]) =>
    nextMove(kept, checks, NOW);

  it('hands whole images over once', () => {
    const first = move(WHOLE, []);
    expect(first).toMatchObject({ move: 'submit' });
    if (first.move !== 'submit') throw new Error('It is not submitted.');
    const { capture } = first;
    const begun = check(20, { capture });
    expect(move(WHOLE, [begun])).toMatchObject({ move: 'submit', check: begun });
    const submitted = check(20, { capture, state: 'SUBMITTED' });
    expect(move(WHOLE, [submitted])).toEqual({ move: 'ask', check: submitted });
  });

  it('hands newer images over in the session that is open, or in another', () => {
    const open = check(5);
    expect(move(WHOLE, [open])).toMatchObject({ move: 'submit', check: open });
    for (const old of [check(5, { state: 'SUBMITTED' }), check(-5_000)]) {
      const isOver = { ...old, session: { ...old.session, tokenExpiry: at(50).toISOString() } };
      const next = move(WHOLE, [isOver]);
      expect(next).toMatchObject({ move: 'submit' });
      expect(next).not.toHaveProperty('check');
    }
  });

  it('asks about a session that is newer than the images', () => {
    const later = check(30);
    expect(move(WHOLE, [later, check(5)])).toEqual({ move: 'ask', check: later });
    expect(move(documents([FRONT]), [later])).toEqual({ move: 'ask', check: later });
  });

  it('waits for what is missing', () => {
    expect(move(undefined, [])).toEqual({ move: 'capture', capture: {} });
    const half = move(documents([FRONT]), []);
    expect(half).toMatchObject({
      move: 'capture',
      capture: { document: { documentId: 'licence' } },
    });
  });
});

describe('sessionHash', () => {
  it('tells providers apart that name their sessions alike', () => {
    expect(sessionHash('a', 'b')).not.toEqual(sessionHash('ab', ''));
    expect(sessionHash('a', 'b')).toEqual(sessionHash('a', 'b'));
  });
});
