import { describe, expect, it } from 'vitest';
import { csvRows } from '../reading/csv-rows.ts';
import { newDraft } from '../reading/entry-draft.ts';
import { describeRealLists, realFiles } from '../test-real-lists.ts';
import { readSdnRemarks } from './sdn-remarks.ts';

function read(remarks: string) {
  const draft = newDraft('1', 'person');
  const coverage = readSdnRemarks(draft, remarks);
  return { ...draft, coverage };
}

describe('readSdnRemarks', () => {
  it('reads every form of birth date', () => {
    const { births } = read(
      'DOB 10 Dec 1948; alt. DOB Dec 1948; alt. DOB circa 1962; alt. DOB 1962 to 1965; alt. DOB 1950.',
    );

    expect(births).toEqual([
      { from: '1948-12-10' },
      { from: '1948-12' },
      { from: '1962', isApproximate: true },
      { from: '1962', to: '1965' },
      { from: '1950' },
    ]);
  });

  it('reads nationality, citizenship, birth place and gender', () => {
    const { countries, birthPlaces, genders } = read(
      'POB Koubellat, Tunisia; nationality Palestinian; citizen Korea, North; Gender Male.',
    );

    expect(countries).toEqual([
      { code: 'TUN', name: 'Tunisia', link: 'BIRTH' },
      { code: 'PSE', name: 'Palestinian', link: 'NATIONALITY' },
      { code: 'PRK', name: 'Korea, North', link: 'CITIZENSHIP' },
    ]);
    expect(birthPlaces).toEqual(['Koubellat, Tunisia']);
    expect(genders).toEqual(['MALE']);
  });

  it.each([
    [
      'Passport L 886177 issued 14 Dec 1998 expires 13 Dec 2003',
      { type: 'Passport', number: 'L 886177', issuedOn: '1998-12-14', expiresOn: '2003-12-13' },
    ],
    [
      'National ID No. 660000 73767 (Belgium)',
      { type: 'National ID No.', number: '660000 73767', country: 'BEL' },
    ],
    [
      'Folio Mercantil No. 22839 (Jalisco) (Mexico)',
      { type: 'Folio Mercantil No.', number: '22839', country: 'MEX', note: 'Jalisco' },
    ],
    ['Tax ID No. AABA 670850 Y', { type: 'Tax ID No.', number: 'AABA 670850 Y' }],
    [
      'Digital Currency Address - XBT 1EfMVkxQQuZfBdocpJu6RUsCJvenQWbQyE',
      { type: 'Digital Currency Address - XBT', number: '1EfMVkxQQuZfBdocpJu6RUsCJvenQWbQyE' },
    ],
    ['NIT # 800146749-7 (Colombia)', { type: 'NIT #', number: '800146749-7', country: 'COL' }],
    [
      'Passport 381110042 (Korea, North)',
      { type: 'Passport', number: '381110042', country: 'PRK' },
    ],
  ])('reads %s', (remarks, document) => {
    expect(read(remarks).documents).toEqual([document]);
  });

  it('reads names within quotes that hold quotes themselves', () => {
    const { names } = read("a.k.a. 'DAR'A, Abu'; f.k.a. ''FOOPIE''.");

    expect(names).toEqual([
      { full: "Abu DAR'A", given: 'Abu', family: "DAR'A", quality: 'weak' },
      { full: 'FOOPIE', quality: 'weak', isFormer: true },
    ]);
  });

  it('keeps the full stop of an abbreviation and drops that of the sentence', () => {
    expect(read('Linked To: R D I S.A.').relatedParties[0]?.name).toBe('R D I S.A.');
    expect(read('Linked To: HIZBALLAH.').relatedParties[0]?.name).toBe('HIZBALLAH');
  });

  it('leaves in words what it does not understand', () => {
    const { remarks, coverage } = read('DOB sometime; juice manufacturer; Phone Number 123.');

    expect(remarks).toEqual(['DOB sometime', 'juice manufacturer', 'Phone Number 123']);
    expect(coverage.other).toEqual(['DOB sometime', 'juice manufacturer']);
  });
});

describeRealLists('readSdnRemarks on the real lists', () => {
  it.each(['ofac-2019', 'ofac-2021'])('understands 98 in 100 remarks of %s', async (folder) => {
    const [sdn] = realFiles(folder).filter(({ name }) => name === 'sdn.csv');
    let [understood, other] = [0, 0];
    for await (const { fields } of csvRows(sdn ?? expect.fail('absent'), { columns: 12 })) {
      const remarks = fields[11] ?? '';
      if (remarks === '-0-') continue;
      const draft = newDraft('1', 'person');
      draft.titles.push(...(fields[4] ?? '').split('; '));
      const coverage = readSdnRemarks(draft, remarks);
      understood += coverage.understood;
      other += coverage.other.length;
    }

    expect(understood).toBeGreaterThan(23_000);
    expect(understood / (understood + other)).toBeGreaterThan(0.98);
  });
});
