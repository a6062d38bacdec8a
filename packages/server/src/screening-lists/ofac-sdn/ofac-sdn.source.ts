import type { ListEntry } from '@probity/screening';
import { type ListFile, type ListSource, ListUnreadable } from '../list-source.ts';
import { beginningOf } from '../reading/strict-text.ts';
import { type SdnCsvSet, sdnCsvEntries } from './sdn-csv.ts';
import { sdnXmlEntries } from './sdn-xml.ts';

const AUTHORITY = 'US Treasury OFAC';

/**
 * The Specially Designated Nationals of the US Treasury, as the CSV set or as the classic XML.
 *
 * Soundness: the list has held more than 5,000 parties since 2010; about 99 in 100 people have a
 * birth date.
 */
export const ofacSdn: ListSource = {
  id: 'ofac-sdn',
  title: 'OFAC Specially Designated Nationals',
  authority: AUTHORITY,
  soundness: { minimumEntries: 3000, minimumShareOfPeopleWithBirth: 0.8 },
  expects: 'sdn.csv, alt.csv, add.csv and sdn_comments.csv together, or sdn.xml alone',

  read(files) {
    let publishedOn: string | undefined;
    return {
      entries: entriesOf(files, (day) => {
        publishedOn = day;
      }),
      publishedOn: () => publishedOn,
    };
  },
};

async function* entriesOf(
  files: readonly ListFile[],
  publishedOn: (day: string | undefined) => void,
): AsyncGenerator<ListEntry> {
  const xml = await xmlFileAmong(files);
  yield* xml
    ? sdnXmlEntries(xml, { authority: AUTHORITY }, publishedOn)
    : sdnCsvEntries(csvSet(files), { authority: AUTHORITY });
}

async function xmlFileAmong(files: readonly ListFile[]): Promise<ListFile | undefined> {
  for (const file of files) {
    if (/^\s*</.test(await beginningOf(file))) return file;
  }
  return undefined;
}

function csvSet(files: readonly ListFile[]): SdnCsvSet {
  return {
    parties: fileNamed(files, 'sdn.csv'),
    aliases: fileNamed(files, 'alt.csv'),
    addresses: fileNamed(files, 'add.csv'),
    comments: fileNamed(files, 'sdn_comments.csv'),
  };
}

function fileNamed(files: readonly ListFile[], name: string): ListFile {
  const found = files.find((file) => file.name.toLowerCase() === name);
  if (found) return found;
  throw new ListUnreadable('The file is missing: the set is read only as a whole.', {
    file: name,
  });
}
