import { describe, expect, it } from 'vitest';
import { personOfSdnRow } from './sdn-row.ts';

const row = (name: string, type: string, remarks: string) =>
  `7001,"${name}",${type},"SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"${remarks}"`;

describe('personOfSdnRow', () => {
  it('reads name, birth date and nationality', () => {
    const line = row(
      'TESTER, Illo Marn',
      '"individual"',
      'DOB 3 May 1938; POB Here; nationality Iran.',
    );

    expect(personOfSdnRow(line)).toEqual({
      reference: '7001',
      givenName: 'Illo Marn',
      familyName: 'Tester',
      birth: { year: '1938', month: '05', day: '03' },
      nationality: 'Iran',
    });
  });

  it.each([
    { why: 'an organisation', line: row('TESTER, Illo Marn', '-0- ', 'DOB 3 May 1938.') },
    { why: 'a birth year', line: row('TESTER, Illo Marn', '"individual"', 'DOB 1938.') },
    { why: 'another date', line: row('TESTER, Illo Marn', '"individual"', 'alt. DOB 3 May 1938.') },
    { why: 'a single name', line: row('TESTER', '"individual"', 'DOB 3 May 1938.') },
    { why: 'half a line', line: '7001,"TESTER, Illo' },
    { why: 'the end mark of the file', line: '\u001a' },
  ])('passes over $why', ({ line }) => {
    expect(personOfSdnRow(line)).toBeUndefined();
  });
});
