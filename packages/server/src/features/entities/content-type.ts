/** What a file begins with, by what it is; `at` where the mark does not stand at the beginning. */
const MARKS: readonly { readonly type: string; readonly mark: string; readonly at?: number }[] = [
  { type: 'image/png', mark: '89504e470d0a1a0a' },
  { type: 'image/jpeg', mark: 'ffd8ff' },
  { type: 'image/gif', mark: '474946383961' },
  { type: 'image/gif', mark: '474946383761' },
  { type: 'image/tiff', mark: '49492a00' },
  { type: 'image/tiff', mark: '4d4d002a' },
  { type: 'image/webp', mark: '57454250', at: 8 },
  { type: 'image/heic', mark: '6674797068656963', at: 4 },
  { type: 'image/heic', mark: '6674797068656978', at: 4 },
  { type: 'image/avif', mark: '6674797061766966', at: 4 },
  { type: 'video/mp4', mark: '66747970', at: 4 },
  { type: 'application/pdf', mark: '255044462d' },
  { type: 'application/zip', mark: '504b0304' },
];

/** Names that people give to the same thing. */
const SAME: Readonly<Record<string, string>> = { 'image/jpg': 'image/jpeg' };

/** Files that are zip archives by their bytes, and more by their names. */
const ZIPPED = /^application\/(vnd\.openxmlformats-officedocument|vnd\.oasis\.opendocument|x-zip)/;

const UNKNOWN = 'application/octet-stream';

/**
 * What a file is, by its bytes. What was said of it stands where its bytes do not tell; a type that its
 * bytes would show and do not is not believed.
 */
export function contentTypeOf(bytes: Buffer, said: string | undefined): string | undefined {
  const found = MARKS.find(({ mark, at = 0 }) =>
    bytes.subarray(at, at + mark.length / 2).equals(Buffer.from(mark, 'hex')),
  )?.type;
  const claimed = said && (SAME[said.toLowerCase()] ?? said.toLowerCase());
  if (found === 'application/zip' && claimed && ZIPPED.test(claimed)) return claimed;
  if (found) return found;
  return claimed && MARKS.some(({ type }) => type === claimed) ? UNKNOWN : said;
}
