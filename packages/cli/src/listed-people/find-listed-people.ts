import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { LocalFile } from '../list-files/list-files.ts';
import { csvFields } from './csv-fields.ts';
import { type ListForm, listFormOf } from './list-form.ts';
import type { ListedPerson } from './listed-person.ts';
import { personOfSampleRow } from './sample-row.ts';
import { personOfSdnRecord } from './sdn-record.ts';
import { personOfSdnRow } from './sdn-row.ts';
import { personOfUnRecord } from './un-record.ts';

/** A file of a publication in which people can be found. */
export type KnownFile = { readonly path: string; readonly form: ListForm };

const BEGINNING_BYTES = 4096;
/** A record that is longer is not looked at: real ones have a few kilobytes. */
const LONGEST_RECORD = 1_000_000;

/** The first file whose form is known; undefined when there is none. */
export async function knownFileAmong(files: readonly LocalFile[]): Promise<KnownFile | undefined> {
  for (const { name, path } of files) {
    const form = listFormOf(name, await beginningOf(path));
    if (form !== undefined) return { path, form };
  }
  return undefined;
}

/** The first people in the file who make good examples, `count` at most; reads no further. */
export async function findListedPeople(file: KnownFile, count: number): Promise<ListedPerson[]> {
  const people: ListedPerson[] = [];
  for await (const person of peopleIn(file)) {
    if (people.push(person) >= count) break;
  }
  return people;
}

function peopleIn(file: KnownFile): AsyncGenerator<ListedPerson> {
  switch (file.form) {
    case 'un-xml':
      return people(xmlRecords(file.path, 'INDIVIDUAL'), personOfUnRecord);
    case 'sdn-xml':
      return people(xmlRecords(file.path, 'sdnEntry'), personOfSdnRecord);
    case 'sdn-csv':
      return people(linesOf(file.path), personOfSdnRow);
    case 'sample-csv': {
      let columns: string[] | undefined;
      return people(linesOf(file.path), (line) => {
        if (columns) return personOfSampleRow(columns, line);
        columns = csvFields(line.replace(/^\uFEFF/, '')) ?? [];
        return undefined;
      });
    }
  }
}

async function* people(
  records: AsyncIterable<string>,
  read: (record: string) => ListedPerson | undefined,
): AsyncGenerator<ListedPerson> {
  for await (const record of records) {
    const person = read(record);
    if (person) yield person;
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const input = createReadStream(path, 'utf8');
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } finally {
    input.destroy();
  }
}

async function* xmlRecords(path: string, name: string): AsyncGenerator<string> {
  const end = `</${name}>`;
  let rest = '';
  for await (const chunk of createReadStream(path, 'utf8')) {
    const pieces = `${rest}${String(chunk)}`.split(end);
    rest = pieces.pop() ?? '';
    if (rest.length > LONGEST_RECORD) rest = '';
    for (const piece of pieces) yield piece.slice(piece.lastIndexOf(`<${name}>`));
  }
}

async function beginningOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(BEGINNING_BYTES) });
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
