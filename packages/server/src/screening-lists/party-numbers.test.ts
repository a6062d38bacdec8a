import { describe, expect, it } from 'vitest';
import { auDfat } from './au-dfat/au-dfat.source.ts';
import { addPartyNumber, finishEntry, newDraft } from './reading/entry-draft.ts';
import { describeRealLists, entriesOf, realFiles } from './test-real-lists.ts';
import { unConsolidated } from './un-consolidated/un-consolidated.source.ts';
import { usCsl } from './us-csl/us-csl.source.ts';

describe('addPartyNumber', () => {
  it.each([
    ['UN', ' QDi.001 ', true],
    ['UN', 'UN Ref QDi.001', false],
    ['UN', 'EU.27.28', false],
    ['UN', '', false],
    ['UN', undefined, false],
    ['OFAC', '7157', true],
    ['OFAC', '0', false],
    ['OFAC', 'deb7a1d5', false],
  ] as const)('takes of %s “%s”: %s', (register, written, isTaken) => {
    const draft = newDraft('1', 'person');
    draft.names.push({ full: 'Ada Quill', quality: 'primary' });
    addPartyNumber(draft, register, written);
    const { partyNumbers } = finishEntry(draft, { file: 'x' });
    expect(partyNumbers).toEqual(
      isTaken ? [{ register, number: String(written).trim() }] : undefined,
    );
  });
});

describeRealLists('publishers repeat each other’s numbers', () => {
  it('for the same parties', async () => {
    const un = await entriesOf(unConsolidated, realFiles('un/un-2026-08.xml'));
    const csl = await entriesOf(usCsl, realFiles('us-csl/consolidated-2025.csv.gz'));
    const au = await entriesOf(auDfat, realFiles('au-dfat/dfat-2026-08.xlsx'));

    expect(un.get('CDi.011')?.partyNumbers).toEqual([{ register: 'UN', number: 'CDi.011' }]);
    expect(csl.get('SDN-21944')?.partyNumbers).toEqual([{ register: 'OFAC', number: '21944' }]);
    const unlisted = [...csl.values()].filter(({ reference }) => reference.startsWith('EL-'));
    expect(unlisted.length).toBeGreaterThan(0);
    expect(unlisted.every(({ partyNumbers }) => partyNumbers === undefined)).toBe(true);

    const repeated = [...au.values()].flatMap(({ partyNumbers = [] }) => partyNumbers);
    const known = repeated.filter(({ number }) => un.has(number));
    expect(repeated.length).toBeGreaterThan(700);
    expect(known.length).toBeGreaterThan(repeated.length * 0.85);
  });
});
