import type { ScreeningFigures } from './screening-figures.ts';

/** Every array of an index by name, with the width of its elements in bytes. The order is the order on disk. */
export const SECTIONS = {
  /** The words of all names, in UTF-8, end to end. */
  tokenBytes: 1,
  /** Where each word starts among the bytes; one more than there are words. */
  tokenOffset: 4,
  /** The part that each word plays. */
  tokenParts: 2,
  /** The weight of each word, in 255ths. */
  tokenWeight: 1,
  /** The folded form of each word. */
  tokenFold: 4,
  /** The letters of all folded forms, as codes, end to end. */
  foldCodes: 1,
  foldOffset: 4,
  /** In how many names a folded form occurs. */
  foldHolders: 4,
  /** Which kinds of sounds a folded form holds, as bits. */
  foldMask: 4,
  /** The words of each folded form. */
  foldTokenOffset: 4,
  foldTokens: 4,
  /** The folded forms under each key by which similar ones are found. */
  keyOffset: 4,
  keyFolds: 4,
  /** The words of each name. */
  nameTokenOffset: 4,
  nameTokens: 4,
  nameEntry: 4,
  /** Which of its entry's names a name is. */
  nameOrdinal: 2,
  /** Script, quality and the presence of initials, as bits. */
  nameTraits: 1,
  /** The names that hold each word. */
  postOffset: 4,
  posts: 4,
  /** The kinds of listing of each entry, and whether it has no Latin name, as bits. */
  entryTraits: 1,
  /** What is known of each entry beside its names, packed. */
  entryBytes: 1,
  entryOffset: 4,
} as const;

export type SectionName = keyof typeof SECTIONS;

type SectionArray<Width> = Width extends 1
  ? Uint8Array
  : Width extends 2
    ? Uint16Array
    : Uint32Array;

/** The arrays of an index. All lie in one shared buffer, so that worker threads read one copy. */
export type PackedList = {
  readonly [Name in SectionName]: SectionArray<(typeof SECTIONS)[Name]>;
};

/**
 * One version of a list, made ready for searching. Plain data on shared memory: posting it to a worker
 * thread shares it and copies nothing.
 */
export type ListIndex = ScreeningFigures & { readonly packed: PackedList };

export type SectionValues = {
  readonly [Name in SectionName]: ArrayLike<number> & { readonly length: number };
};

const ALIGNMENT = 8;

/** Copies the values of every section into one shared buffer. */
export function packSections(values: SectionValues): PackedList {
  const names = Object.keys(SECTIONS) as SectionName[];
  const lengths = Object.fromEntries(names.map((name) => [name, values[name].length]));
  const packed = sectionsOver(new SharedArrayBuffer(bytesNeeded(lengths)), lengths);
  for (const name of names) packed[name].set(values[name]);
  return packed;
}

/** The bytes that sections of these lengths take, each aligned. */
export function bytesNeeded(lengths: Readonly<Record<string, number>>): number {
  return (Object.keys(SECTIONS) as SectionName[]).reduce(
    (sum, name) => sum + aligned((lengths[name] ?? 0) * SECTIONS[name]),
    0,
  );
}

/** Views of the sections over a buffer that holds them one after another. */
export function sectionsOver(
  buffer: SharedArrayBuffer,
  lengths: Readonly<Record<string, number>>,
): PackedList {
  let start = 0;
  const views: Record<string, Uint8Array | Uint16Array | Uint32Array> = {};
  for (const name of Object.keys(SECTIONS) as SectionName[]) {
    const length = lengths[name] ?? 0;
    views[name] = viewOf(buffer, { start, length, width: SECTIONS[name] });
    start += aligned(length * SECTIONS[name]);
  }
  return views as unknown as PackedList;
}

function viewOf(
  buffer: SharedArrayBuffer,
  { start, length, width }: { start: number; length: number; width: 1 | 2 | 4 },
): Uint8Array | Uint16Array | Uint32Array {
  if (width === 1) return new Uint8Array(buffer, start, length);
  return width === 2
    ? new Uint16Array(buffer, start, length)
    : new Uint32Array(buffer, start, length);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
