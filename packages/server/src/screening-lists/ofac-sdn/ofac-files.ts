import type { ListEntry } from '@probity/screening';
import { type ListFile, type ListPublication, ListUnreadable } from '../list-source.ts';
import type { NoteDay } from '../reading/one-file.ts';
import { beginningOf } from '../reading/strict-text.ts';
import { advancedEntries } from './advanced/advanced-entries.ts';
import { type SdnCsvSet, sdnCsvEntries } from './sdn-csv.ts';
import { sdnXmlEntries } from './sdn-xml.ts';

/** How OFAC names the four files of a CSV set. */
export type OfacFileNames = Readonly<Record<keyof SdnCsvSet, string>>;

export const OFAC = 'US Treasury OFAC';

/** The outermost element of the advanced XML, whatever comes before it. */
const ADVANCED = /<(?:\w+:)?Sanctions[\s>]/;

/** Reads OFAC's CSV set, its classic XML or its advanced XML, whichever the files are. */
export function readOfac(files: readonly ListFile[], names: OfacFileNames): ListPublication {
  let publishedOn: string | undefined;
  const note = (day: string | undefined) => {
    publishedOn = day;
  };
  return { entries: entriesOf(files, names, note), publishedOn: () => publishedOn };
}

async function* entriesOf(
  files: readonly ListFile[],
  names: OfacFileNames,
  publishedOn: NoteDay,
): AsyncGenerator<ListEntry> {
  const xml = await xmlFileAmong(files);
  if (!xml) yield* sdnCsvEntries(csvSet(files, names), { authority: OFAC });
  else if (ADVANCED.test(await beginningOf(xml))) {
    yield* advancedEntries(xml, { authority: OFAC }, publishedOn);
  } else yield* sdnXmlEntries(xml, { authority: OFAC }, publishedOn);
}

async function xmlFileAmong(files: readonly ListFile[]): Promise<ListFile | undefined> {
  for (const file of files) {
    if (/^\s*</.test(await beginningOf(file))) return file;
  }
  return undefined;
}

function csvSet(files: readonly ListFile[], names: OfacFileNames): SdnCsvSet {
  return {
    parties: fileNamed(files, names.parties),
    aliases: fileNamed(files, names.aliases),
    addresses: fileNamed(files, names.addresses),
    comments: fileNamed(files, names.comments),
  };
}

function fileNamed(files: readonly ListFile[], name: string): ListFile {
  const found = files.find((file) => file.name.toLowerCase() === name);
  if (found) return found;
  throw new ListUnreadable('The file is missing: the set is read only as a whole.', {
    file: name,
  });
}
