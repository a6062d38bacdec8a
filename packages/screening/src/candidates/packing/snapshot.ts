import {
  bytesNeeded,
  type ListIndex,
  SECTIONS,
  type SectionName,
  sectionsOver,
} from './packed-list.ts';

/** First bytes of a snapshot. */
const MAGIC = 'PROBITYIX';

/** Goes up whenever the arrays of an index change, so that indexes of other shapes are built again. */
export const LAYOUT_VERSION = 2;

type Header = Omit<ListIndex, 'packed'> & {
  readonly engineVersion: string;
  readonly layoutVersion: number;
  readonly lengths: Readonly<Record<string, number>>;
};

/** The bytes of an index: a line that describes it, then its arrays as they lie in memory. */
export function writeSnapshot(
  { packed, ...figures }: ListIndex,
  engineVersion: string,
): Uint8Array {
  const names = Object.keys(SECTIONS) as SectionName[];
  const lengths = Object.fromEntries(names.map((name) => [name, packed[name].length]));
  const header: Header = {
    ...figures,
    engineVersion,
    layoutVersion: LAYOUT_VERSION,
    lengths,
  };
  const line = new TextEncoder().encode(`${MAGIC}${JSON.stringify(header)}\n`);
  const body = new Uint8Array(packed.tokenBytes.buffer, 0, bytesNeeded(lengths));
  const bytes = new Uint8Array(line.length + body.length);
  bytes.set(line);
  bytes.set(body, line.length);
  return bytes;
}

/**
 * The index that a snapshot holds. Throws {@link SnapshotUnusable} where the bytes are damaged or were
 * written by another version of the engine: the index must then be built again.
 */
export function readSnapshot(bytes: Uint8Array, engineVersion: string): ListIndex {
  const end = bytes.indexOf(LINE_END);
  const header = headerOf(bytes.subarray(0, end));
  const { lengths, engineVersion: written, layoutVersion, ...figures } = header;
  if (written !== engineVersion || layoutVersion !== LAYOUT_VERSION)
    throw new SnapshotUnusable('written by another engine version');
  const body = bytes.subarray(end + 1);
  if (body.length !== bytesNeeded(lengths)) throw new SnapshotUnusable('cut short or padded');
  const buffer = new SharedArrayBuffer(body.length);
  new Uint8Array(buffer).set(body);
  return { ...figures, packed: sectionsOver(buffer, lengths) };
}

const LINE_END = 10;

function headerOf(line: Uint8Array): Header {
  const text = new TextDecoder().decode(line);
  if (!text.startsWith(MAGIC)) throw new SnapshotUnusable('not a snapshot of an index');
  try {
    return JSON.parse(text.slice(MAGIC.length)) as Header;
  } catch (cause) {
    throw new SnapshotUnusable('its description cannot be read', { cause });
  }
}

/** A snapshot that cannot be loaded; the list it was made of can. */
export class SnapshotUnusable extends Error {
  constructor(because: string, options?: ErrorOptions) {
    super(`The snapshot of a list index cannot be used: ${because}.`, options);
  }
}
