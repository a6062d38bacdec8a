import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { entriesOf, fileAt, fileOf, refusalOf } from '../test-real-lists.ts';
import { probitySample } from './probity-sample.source.ts';

const shipped = fileURLToPath(new URL('../../../sample-lists/probity-sample.csv', import.meta.url));
const read = (csv: string) => entriesOf(probitySample, [fileOf('list.csv', csv, 5)]);
const refusal = (csv: string) => refusalOf(probitySample, [fileOf('list.csv', csv)]);

describe('probitySample', () => {
  it('reads the shipped list', async () => {
    const entries = [...(await entriesOf(probitySample, [fileAt(shipped)])).values()];
    const listings = entries.flatMap((entry) => entry.listings.map(({ kind }) => kind));

    expect(entries).toHaveLength(40);
    expect(new Set(listings)).toEqual(new Set(['SANCTION', 'PEP', 'WATCHLIST', 'MEDIA']));
    expect(entries[0]).toMatchObject({
      reference: 'PS-001',
      births: [{ from: '1961-03-14' }, { from: '1962-03-14' }],
      documents: [{ type: 'Passport', number: 'RU4481902' }],
    });
  });

  it('reads what the header names, in any order', async () => {
    const csv = 'name,births,reference,listing,kind\nAda Nobody,1962 to 1965,1,PEP,person\n';

    expect((await read(csv)).get('1')).toMatchObject({
      names: [{ full: 'Ada Nobody', quality: 'primary' }],
      births: [{ from: '1962', to: '1965' }],
    });
  });

  const header = 'reference,kind,listing,name,births,gender\n';

  it.each([
    {
      what: 'a header without a name',
      csv: 'reference,kind,listing\n1,person,PEP\n',
      issue: 'lacks name',
      line: 1,
    },
    {
      what: 'a column that is not known',
      csv: 'reference,kind,listing,name,shoe\n',
      issue: 'Column 5',
      line: 1,
    },
    {
      what: 'a kind that is not known',
      csv: `${header}1,robot,PEP,A,,\n`,
      issue: 'column kind',
      line: 2,
    },
    {
      what: 'a listing that is not known',
      csv: `${header}1,person,FAN,A,,\n`,
      issue: 'column listing',
      line: 2,
    },
    {
      what: 'a date that is none',
      csv: `${header}1,person,PEP,A,long ago,\n`,
      issue: 'column births',
      line: 2,
    },
    {
      what: 'a gender that is neither',
      csv: `${header}1,person,PEP,A,,x\n`,
      issue: 'column gender',
      line: 2,
    },
    {
      what: 'a party without a name',
      csv: `${header}1,person,PEP,,,\n`,
      issue: 'no name',
      line: 2,
    },
    {
      what: 'a party without a reference',
      csv: `${header},person,PEP,A,,\n`,
      issue: 'no number',
      line: 2,
    },
    { what: 'a line with too few fields', csv: `${header}1,person\n`, issue: '6 fields', line: 2 },
    {
      what: 'a quotation that is not closed',
      csv: `${header}1,person,PEP,"A,,\n`,
      issue: 'truncated',
      line: 2,
    },
  ])('refuses $what', async ({ csv, issue, line }) => {
    expect(await refusal(csv)).toEqual({
      issue: expect.stringContaining(issue),
      issueLocation: `list.csv, line ${line}`,
    });
  });
});
