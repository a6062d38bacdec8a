import { Unzip, UnzipInflate } from 'fflate';
import { type ListFile, ListUnreadable } from '../list-source.ts';

/** No list is as large, unpacked; a file that claims to be is a trap. */
const LARGEST_PART_BYTES = 2 * 1024 ** 3;

/** One file within a zip file, unpacked as it is read. */
export function zipPart(archive: ListFile, path: string): ListFile {
  return { ...archive, open: () => unpack(archive, path) };
}

async function* unpack(archive: ListFile, path: string): AsyncGenerator<Buffer> {
  const part = new PartReader(archive, path);
  for await (const chunk of archive.open()) {
    part.push(chunk);
    yield* part.take();
    if (part.isComplete) return;
  }
  part.end();
  yield* part.take();
  if (!part.isComplete) throw part.unreadable();
}

class PartReader {
  readonly #archive: ListFile;
  readonly #unzip: Unzip;
  #unpacked: Buffer[] = [];
  #bytes = 0;
  #wasFound = false;
  isComplete = false;

  constructor(archive: ListFile, path: string) {
    this.#archive = archive;
    this.#unzip = new Unzip((file) => {
      if (file.name !== path) return;
      this.#wasFound = true;
      file.ondata = (error, data, isFinal) => {
        if (error) throw this.unreadable();
        this.#bytes += data.length;
        if (this.#bytes > LARGEST_PART_BYTES) throw this.unreadable();
        this.#unpacked.push(Buffer.from(data));
        this.isComplete = isFinal;
      };
      file.start();
    });
    this.#unzip.register(UnzipInflate);
  }

  push(chunk: Buffer): void {
    try {
      this.#unzip.push(chunk);
    } catch {
      throw this.unreadable();
    }
  }

  end(): void {
    try {
      this.#unzip.push(new Uint8Array(0), true);
    } catch {
      throw this.unreadable();
    }
  }

  take(): Buffer[] {
    const unpacked = this.#unpacked;
    this.#unpacked = [];
    return unpacked;
  }

  unreadable(): ListUnreadable {
    const issue = this.#wasFound
      ? 'The file is truncated or damaged: one of its parts cannot be unpacked.'
      : 'The file is of another kind: it is not a zip file with the parts of a spreadsheet.';
    return new ListUnreadable(issue, { file: this.#archive.name });
  }
}
