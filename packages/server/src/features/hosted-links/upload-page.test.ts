import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newLinkToken, standingOfLink, tokenHash } from './hosted-link.ts';
import { COUNTRIES, readForm } from './upload-form.ts';
import { formPage, messagePage } from './upload-page.ts';

const PHOTO = { bytes: Buffer.from('ffd8ffe000104a464946', 'hex'), isTooLarge: false };
const FIELDS = { documentType: 'PASSPORT', country: 'NZL' };
const FILES = { front: PHOTO, selfie: PHOTO };

describe('readForm', () => {
  it('takes a document and a face, with the back or without', () => {
    const read = readForm({ fields: FIELDS, files: FILES }, { hasConsent: true });
    expect(read).toMatchObject({ isComplete: true, upload: FIELDS });
    const empty = { bytes: Buffer.alloc(0), isTooLarge: false };
    const without = readForm(
      { fields: FIELDS, files: { ...FILES, back: empty } },
      { hasConsent: true },
    );
    expect(without.isComplete && 'back' in without.upload).toBe(false);
  });

  it('takes nothing that a browser would not send', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('documentType', 'country', 'consent', 'x'), fc.string()),
        fc.dictionary(
          fc.constantFrom('front', 'back', 'selfie', 'x'),
          fc.record({
            bytes: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
            isTooLarge: fc.boolean(),
          }),
        ),
        (fields, files) => {
          expect(readForm({ fields, files }, { hasConsent: false }).isComplete).toBe(false);
        },
      ),
    );
  });

  it('offers every country once, by name', () => {
    expect(COUNTRIES.length).toBeGreaterThan(240);
    expect(new Set(COUNTRIES.map(([code]) => code)).size).toBe(COUNTRIES.length);
    expect(COUNTRIES).toContainEqual(['NZL', 'New Zealand']);
  });
});

describe('the page', () => {
  it('lets nothing out of its place, whatever was sent', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const hostile = `${text}"'><script>alert(1)</script>&`;
        const chosen = { documentType: hostile, country: hostile };
        const shown = { hasConsent: false, isSandbox: false, chosen };
        const pages = [
          formPage({ ...shown, problems: { front: hostile } }),
          messagePage(hostile, hostile, { url: `https://x.example/?${hostile}`, label: hostile }),
        ];
        for (const page of pages) expect(page).not.toContain('<script');
      }),
    );
  });
});

describe('a link', () => {
  it('has a token that nobody guesses, of which only a hash is kept', () => {
    const tokens = Array.from({ length: 100 }, newLinkToken);
    expect(new Set(tokens).size).toBe(100);
    expect(tokenHash(tokens[0] ?? '')).toHaveLength(32);
    for (const wrong of ['', 'x', `${tokens[0]}x`, `${tokens[0]?.slice(1)}/`]) {
      expect(tokenHash(wrong)).toBeUndefined();
    }
  });

  it('is open until it is used or its time is up', () => {
    const link = {
      hostedLinkId: 'l',
      expiresAt: new Date(1_000),
      usedAt: null,
      terms: { hasConsent: false },
    };
    expect(standingOfLink(link, new Date(999))).toBe('open');
    expect(standingOfLink(link, new Date(1_000))).toBe('expired');
    expect(standingOfLink({ ...link, usedAt: new Date(1) }, new Date(1_000))).toBe('used');
  });
});
