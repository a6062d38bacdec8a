import { describe, expect, it } from 'vitest';
import { readLicenceBarcode } from './barcodes/aamva.ts';
import { checkDocument, type DocumentCheck, isPast, type TypedDocument } from './check-document.ts';
import { compareNames } from './compare-names.ts';

const TODAY = '2026-03-04';
const HOLDER = { names: [{ family: 'Quill', given: 'Ada Marie' }], births: ['1980-04-07'] };
const PASSPORT: TypedDocument = {
  type: 'PASSPORT',
  country: 'NZL',
  primaryIdentifier: 'LA123456',
  expiresOn: '2030-01-01',
};

function failed(change: Partial<TypedDocument>): string[] {
  const checks = checkDocument({ ...PASSPORT, ...change }, HOLDER, { readings: [], today: TODAY });
  return checks.filter(({ verdict }) => verdict === 'fails').map(({ about }) => about);
}

describe('checkDocument', () => {
  it.each([
    { what: 'as it should be', change: {}, about: [] },
    { what: 'expired yesterday', change: { expiresOn: '2026-03-03' }, about: ['expiry'] },
    { what: 'expires today', change: { expiresOn: TODAY }, about: [] },
    { what: 'expires in the month that it is', change: { expiresOn: '2026-03' }, about: [] },
    { what: 'expired in the month before', change: { expiresOn: '2026-02' }, about: ['expiry'] },
    { what: 'issued tomorrow', change: { issuedOn: '2026-03-05' }, about: ['issue-date'] },
    { what: 'issued before birth', change: { issuedOn: '1980-04-06' }, about: ['issue-date'] },
    { what: 'issued on the day of birth', change: { issuedOn: '1980-04-07' }, about: [] },
    {
      what: 'issued after expiry',
      change: { issuedOn: '2025', expiresOn: '2024' },
      about: ['expiry', 'issue-date'],
    },
    { what: 'with a number that is none', change: { primaryIdentifier: '#' }, about: ['number'] },
  ])('fails $about of a document that is $what', ({ change, about }) => {
    expect(failed(change)).toEqual(about);
  });

  it('never says what a document says', () => {
    const checks = checkDocument({ ...PASSPORT, issuedOn: '2027' }, HOLDER, {
      readings: [],
      today: TODAY,
    });
    for (const { note } of checks) expect(note).not.toMatch(/LA123456|Quill|1980|2030/);
  });

  it('compares a licence with its barcode', () => {
    const payload =
      '@\n\x1e\rANSI 636026080102DL00410288ZA03290015DLDAQD12345678\nDCSQUILL\nDACADA\nDADMARIE\nDBB04071980\nDBA01312035\nDAJAZ\nDCGUSA\r';
    const barcode = readLicenceBarcode(payload);
    if (!barcode) throw new Error('The barcode was not read.');
    const verdicts = (document: Partial<TypedDocument>, births = HOLDER.births) =>
      checkDocument(
        { type: 'DRIVERS_LICENSE', country: 'USA', primaryIdentifier: 'D12345678', ...document },
        { ...HOLDER, births },
        { readings: [{ from: 'photo', barcode }], today: TODAY },
      )
        .filter(({ note }) => note.includes('barcode'))
        .map(({ about, verdict }: DocumentCheck) => `${about} ${verdict}`);
    expect(verdicts({})).toEqual(['name holds', 'number holds', 'birth-date holds']);
    expect(verdicts({ primaryIdentifier: 'D1' })).toContain('number fails');
    expect(verdicts({ country: 'CAN' })).toContain('country fails');
    expect(verdicts({ type: 'PASSPORT' })).toContain('type fails');
    expect(verdicts({}, ['1980-07-04'])).toContain('birth-date fails');
    expect(verdicts({}, [])).toContain('birth-date inform');
    expect(verdicts({ expiresOn: '2034-01-31' })).toContain('zone fails');
  });
});

describe('isPast', () => {
  it('knows nothing of a date that is not there', () => {
    expect([isPast(undefined, TODAY), isPast('', TODAY)]).toEqual([false, false]);
  });
});

describe('compareNames', () => {
  it.each([
    { printed: ['QUILL', 'ADA MARIE'], family: 'Quill', given: 'Ada Marie', is: 'agrees' },
    { printed: ['QUILL', 'ADA'], family: 'Quill', given: 'Ada Marie', is: 'partly' },
    { printed: ['QUILL', 'ADA MARIE'], family: 'Quill', given: 'Ada', is: 'partly' },
    { printed: ['QUILL', 'MARIE'], family: 'Quill', given: 'Ada', is: 'differs' },
    { printed: ['QUILT', 'ADA'], family: 'Quill', given: 'Ada', is: 'differs' },
    { printed: ['QUILL', ''], family: 'Quill', given: 'Ada', is: 'partly' },
    { printed: ['QUILL', ''], family: 'Quill', given: '', is: 'agrees' },
    { printed: ['MUELLER', 'JOERG'], family: 'Müller', given: 'Jörg', is: 'agrees' },
    { printed: ['MULLER', 'JORG'], family: 'Müller', given: 'Jörg', is: 'agrees' },
    { printed: ['GROSS', 'ASE'], family: 'Groß', given: 'Åse', is: 'agrees' },
    { printed: ['OBRIEN', 'MARY ANN'], family: "O'Brien", given: 'Mary-Ann', is: 'agrees' },
    { printed: ['DE LA CRUZ', 'JO'], family: 'De la Cruz', given: 'Jo', is: 'agrees' },
    { printed: ['IVANOV', 'PETR'], family: 'Иванов', given: 'Пётр', is: 'partly' },
  ])('$printed $is with $family, $given', ({ printed, family, given, is }) => {
    const [familyName = '', givenNames = ''] = printed;
    expect(compareNames({ familyName, givenNames }, { family, given })).toBe(is);
  });

  it('takes what may have been cut off for the beginning of more', () => {
    const cut = {
      familyName: 'NILAVADHANANANDA',
      givenNames: 'CHAYAPA DEJTHAM',
      isTruncated: true,
    };
    const person = { family: 'Nilavadhanananda', given: 'Chayapa Dejthamrong Krasuang' };
    expect(compareNames(cut, person)).toBe('agrees');
    expect(compareNames({ ...cut, givenNames: 'SOMEONE DEJTHAM' }, person)).toBe('differs');
    expect(compareNames({ ...cut, familyName: 'NILAV', givenNames: '' }, person)).toBe('partly');
  });
});

describe('readLicenceBarcode', () => {
  it.each([
    '',
    'hello',
    'https://example.org',
    '@\nANSI',
    '@\n\x1e\rANSI 636026080102DL\nDCSX',
    'x'.repeat(9_000),
  ])('reads nothing from anything else (%#)', (payload) => {
    expect(readLicenceBarcode(payload)).toBeUndefined();
  });

  it('reads dates in the order of the country', () => {
    const read = (country: string, date: string) =>
      readLicenceBarcode(`@\n\x1e\rANSI 636012080002DL\nDAQA1\nDBB${date}\nDCG${country}\n`)
        ?.birthDate;
    expect(read('CAN', '19800407')).toBe('1980-04-07');
    expect(read('USA', '04071980')).toBe('1980-04-07');
    expect(read('USA', '02301980')).toBeUndefined();
  });
});
