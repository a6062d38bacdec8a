import type { ListSource } from '../list-source.ts';
import { OFAC, readOfac } from '../ofac-sdn/ofac-files.ts';

const FILES = {
  parties: 'cons_prim.csv',
  aliases: 'cons_alt.csv',
  addresses: 'cons_add.csv',
  comments: 'cons_comments.csv',
};

/**
 * OFAC's sanctions lists other than the SDN list, in the same forms as that one.
 *
 * Soundness: some hundreds of parties, few of them people.
 */
export const ofacConsolidated: ListSource = {
  id: 'ofac-consolidated',
  title: 'OFAC Consolidated (non-SDN) Sanctions Lists',
  authority: OFAC,
  soundness: { minimumEntries: 100, minimumShareOfPeopleWithBirth: 0.5 },
  official: {
    url: 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/CONSOLIDATED.XML',
    fileName: 'consolidated.xml',
  },
  expects:
    'cons_prim.csv, cons_alt.csv, cons_add.csv and cons_comments.csv together, or consolidated.xml or cons_advanced.xml alone',
  read: (files) => readOfac(files, FILES),
};
