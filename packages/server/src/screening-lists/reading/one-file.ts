import type { ListEntry } from '@probity/screening';
import { type ListFile, type ListPublication, ListUnreadable } from '../list-source.ts';

/** Hears the calendar day that the publisher states, `YYYY-MM-DD`, once it was read. */
export type NoteDay = (day: string | undefined) => void;

export type OneFile = {
  /** The endings of its name, in lower case and without the full stop: `xml`, `csv.gz`. */
  readonly endings: readonly string[];
  /** How it is called in a refusal: `one XML file`. */
  readonly words: string;
  readonly read: (file: ListFile, noteDay: NoteDay) => AsyncIterable<ListEntry>;
};

/** A publication that is one file. Several such files are refused; those of other kinds do not matter. */
export function oneFilePublication(files: readonly ListFile[], form: OneFile): ListPublication {
  let publishedOn: string | undefined;
  const noteDay = (day: string | undefined) => {
    publishedOn = day;
  };
  return { entries: entriesOf(files, form, noteDay), publishedOn: () => publishedOn };
}

/** The one file with such an ending. @throws {@link ListUnreadable} where there is none, or more. */
export function onlyFile(
  files: readonly ListFile[],
  { endings, words }: Pick<OneFile, 'endings' | 'words'>,
): ListFile {
  const [file, ...others] = files.filter(({ name }) => hasEnding(name, endings));
  if (!file || others.length > 0) {
    throw new ListUnreadable(`The publication is ${words}.`, { file: 'files' });
  }
  return file;
}

/** Whether the name ends so, in upper or lower case. */
export function hasEnding(name: string, endings: readonly string[]): boolean {
  return endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
}

async function* entriesOf(
  files: readonly ListFile[],
  form: OneFile,
  noteDay: NoteDay,
): AsyncGenerator<ListEntry> {
  yield* form.read(onlyFile(files, form), noteDay);
}
