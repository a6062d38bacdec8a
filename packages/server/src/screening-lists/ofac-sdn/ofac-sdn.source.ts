import type { ListSource } from '../list-source.ts';
import { OFAC, readOfac } from './ofac-files.ts';

const FILES = {
  parties: 'sdn.csv',
  aliases: 'alt.csv',
  addresses: 'add.csv',
  comments: 'sdn_comments.csv',
};

/**
 * The Specially Designated Nationals of the US Treasury, as the CSV set, the classic XML or the
 * advanced XML.
 *
 * Soundness: the list has held more than 5,000 parties since 2010; about 95 in 100 people have a
 * birth date.
 */
export const ofacSdn: ListSource = {
  id: 'ofac-sdn',
  title: 'OFAC Specially Designated Nationals',
  authority: OFAC,
  soundness: { minimumEntries: 3000, minimumShareOfPeopleWithBirth: 0.8 },
  official: {
    url: 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML',
    fileName: 'sdn.xml',
  },
  expects:
    'sdn.csv, alt.csv, add.csv and sdn_comments.csv together, or sdn.xml or sdn_advanced.xml alone',
  read: (files) => readOfac(files, FILES),
};
