import type { ListEntry } from '../../packages/screening/src/list-entry.ts';

/** Which writing a person's name is likely to come from, by the countries that a list links them to. */
const WRITINGS: Readonly<Record<string, string>> = {
  arabic:
    'AFG DZA BHR EGY IRN IRQ JOR KWT LBN LBY MRT MAR OMN PAK PSE QAT SAU SOM SDN SYR TUN ARE YEM MLI',
  cyrillic: 'RUS BLR UKR KAZ KGZ TJK UZB TKM MNE SRB MKD BGR ARM GEO AZE',
  han: 'CHN HKG TWN SGP MAC',
  hangul: 'PRK KOR',
  greek: 'GRC CYP',
  hebrew: 'ISR',
  indic: 'IND BGD NPL LKA',
  thai: 'THA LAO KHM MMR',
  turkish: 'TUR',
};

const BY_COUNTRY: ReadonlyMap<string, string> = new Map(
  Object.entries(WRITINGS).flatMap(([writing, codes]) =>
    codes.split(' ').map((code) => [code, writing] as const),
  ),
);

/** The writing of the first country that tells; `latin` for countries that write so, and where none is known. */
export function originOf(entry: Pick<ListEntry, 'countries'>): string {
  for (const { code } of entry.countries) {
    const writing = BY_COUNTRY.get(code ?? '');
    if (writing !== undefined) return writing;
  }
  return 'latin';
}
