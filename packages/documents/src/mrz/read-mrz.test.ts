import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigitOf } from './check-digit.ts';
import { countryOfMrzCode } from './mrz-state.ts';
import { readMrz } from './read-mrz.ts';
import { findZone } from './repair-zone.ts';

const TODAY = '2026-03-04';

/** The specimens of Doc 9303, parts 4 to 7. */
const TD3 = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const TD2 = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'];
const TD1 = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];
const MRV_A = [
  'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L8988901C4XXX4009078F96121096ZE184226B<<<<<<',
];
const MRV_B = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<'];
/** A specimen of the French card. */
const FR_ID = ['IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<', '8806923102858CORINNE<<<<<<<6512068F6'];

const read = (lines: readonly string[]) => readMrz(lines.join('\n'), TODAY);

describe('readMrz', () => {
  it.each([
    { format: 'TD3', lines: TD3, number: 'L898902C3', born: '1974-08-12' },
    { format: 'TD2', lines: TD2, number: 'D23145890', born: '1974-08-12' },
    { format: 'TD1', lines: TD1, number: 'D23145890', born: '1974-08-12' },
    { format: 'MRV-A', lines: MRV_A, number: 'L8988901C', born: '1940-09-07' },
    { format: 'MRV-B', lines: MRV_B, number: 'L8988901C', born: '1940-09-07' },
  ])('reads the specimen of $format', ({ format, lines, number, born }) => {
    expect(read(lines)).toMatchObject({
      format,
      documentNumber: number,
      familyName: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      isNameTruncated: false,
      issuer: 'UTO',
      birthDate: { iso: born },
      sex: 'F',
      checkDigitsHold: true,
      problems: [],
    });
  });

  it('reads the old French card, which has other places', () => {
    expect(read(FR_ID)).toMatchObject({
      format: 'FR-ID',
      documentNumber: '880692310285',
      familyName: 'BERTHIER',
      givenNames: 'CORINNE',
      birthDate: { iso: '1965-12-06' },
      checkDigitsHold: true,
    });
  });

  it.each([
    { what: 'nothing', text: '' },
    { what: 'a line', text: TD3[0] ?? '' },
    { what: 'lines of unequal length', text: `${TD3[0]}\n${TD2[1]}` },
    { what: 'three lines of a passport', text: [...TD3, TD3[1]].join('\n') },
    { what: 'a sentence', text: 'Once upon a time\nthere was' },
  ])('finds no zone in $what', ({ text }) => {
    expect(readMrz(text, TODAY)).toBeUndefined();
  });

  it('reads any text without failing, and repeats none of it in its problems', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        readMrz(text, TODAY);
      }),
    );
    const nasty = fc.stringMatching(/^[A-Z0-9<äß«]{44}\n[A-Z0-9<äß«]{44}$/);
    fc.assert(
      fc.property(nasty, (text) => {
        for (const problem of readMrz(text, TODAY)?.problems ?? []) {
          expect(problem).toMatch(/^[a-z-]+$/);
        }
      }),
    );
  });

  it('holds no zone for right in which a checked digit was changed', () => {
    const all = [TD3, TD2, TD1, MRV_A, MRV_B];
    fc.assert(
      fc.property(
        fc.constantFrom(...all),
        fc.tuple(fc.nat(2), fc.nat(43)),
        fc.constantFrom(...'0123456789'),
        (zone, [line, at], digit) => {
          const old = zone[line]?.[at] ?? '';
          fc.pre(/\d/.test(old) && old !== digit);
          // Optional data of visas is under no check digit.
          const isFree = zone[0]?.startsWith('V') === true && at >= 28;
          fc.pre(!isFree);
          const changed = zone.map((text, of) =>
            of === line ? text.slice(0, at) + digit + text.slice(at + 1) : text,
          );
          expect(read(changed)?.checkDigitsHold).toBe(false);
        },
      ),
    );
  });

  it('tells what else is wrong by name', () => {
    const [first = '', second = ''] = TD3;
    const born = `741312${checkDigitOf('741312')}`;
    expect(read([first, second.replace('7408122', born)])?.problems).toEqual(['birth-date']);
    expect(read([first.replace('UTO', 'U1O'), second])?.problems).toEqual(['issuer']);
    expect(read([first, second.replace('F1204159', 'Q1204159')])?.problems).toEqual(['sex']);
    expect(read([`P1${first.slice(2)}`, second])?.problems).toEqual([]);
    expect(read([first.replace('ANNA', 'ANN4'), second])?.problems).toEqual(['name']);
  });

  it('takes a number that goes on in the optional data', () => {
    const long = ['IDBEL600001795<0152<<<<<<<<<<<', ...TD1.slice(1)];
    expect(read(long)).toMatchObject({ documentNumber: '600001795015' });
    expect(read(long)?.checks.find(({ of }) => of === 'documentNumber')?.holds).toBe(true);
    const wrong = ['IDBEL600001795<0153<<<<<<<<<<<', ...TD1.slice(1)];
    expect(read(wrong)?.checks.find(({ of }) => of === 'documentNumber')?.holds).toBe(false);
  });

  it('says that a name which fills its field may be cut off', () => {
    const [, second = ''] = TD3;
    const first = `P<UTO${'NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K'.slice(0, 39)}`;
    expect(read([first, second])).toMatchObject({
      isNameTruncated: true,
      givenNames: 'CHAYAPA DEJTHAMRONG K',
    });
  });

  it.each([
    { born: '260303', year: 2026 },
    { born: '260304', year: 2026 },
    { born: '260305', year: 1926 },
    { born: '260<<<', year: undefined },
    { born: '27<<<<', year: 1927 },
    { born: '000229', year: 2000 },
    { born: '010229', year: undefined },
    { born: '<<<<<<', year: undefined },
  ])('puts a birth of $born into the year $year', ({ born, year }) => {
    const [first = '', second = ''] = TD3;
    expect(read([first, second.replace('740812', born)])?.birthDate?.year).toBe(year);
  });

  it.each([
    { expiry: '120415', year: 2012 },
    { expiry: '760101', year: 2076 },
    { expiry: '770101', year: 1977 },
  ])('puts an expiry of $expiry into the year $year', ({ expiry, year }) => {
    const [first = '', second = ''] = TD3;
    expect(read([first, second.replace('120415', expiry)])?.expiryDate?.year).toBe(year);
  });
});

describe('countryOfMrzCode', () => {
  it.each([
    ['D', 'DEU'],
    ['GBD', 'GBR'],
    ['GBN', 'GBR'],
    ['AUS', 'AUS'],
    ['UNO', null],
    ['XXA', null],
    ['RKS', 'XKX'],
    ['toString', 'toString'],
  ])('%s is %s', (code, country) => {
    expect(countryOfMrzCode(code)).toBe(country);
  });
});

describe('findZone', () => {
  it('finds a zone among other lines, with what recognition confuses', () => {
    const page = [
      'PASSPORT  UTOPIA',
      'P<UT0ERIK55ON<<ANNA<MARIA<<<LLLLLKKKKLLLLLLKLK',
      'L898902C36UT0740812ZF1Z041597E184Z26B<<<<<1O',
      'page 2',
    ].join('\n');
    expect(readMrz(findZone(page.replace('7E184Z', 'ZE1842'), TODAY) ?? '', TODAY)).toMatchObject({
      documentNumber: 'L898902C3',
      familyName: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
    });
  });

  it('finds none where a check digit is wrong beyond one likeness', () => {
    const [first = '', second = ''] = TD3;
    expect(findZone([first, second.replace('7408122', '7508122')].join('\n'), TODAY)).toBe(
      undefined,
    );
  });
});
