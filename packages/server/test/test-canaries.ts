import { randomBytes, randomInt } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

/** As much of a JSON schema as the bodies of the contract need. */
type Schema = {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly oneOf?: readonly Schema[];
};

/** What a field takes that is not free text. */
const CONSTRAINED: Readonly<Record<string, string>> = {
  country: 'AUS',
  nationality: 'AUS',
  language: 'eng',
  year: '1978',
  month: '11',
  day: '02',
  lastMalwareScanAt: '2026-01-01T00:00:00.000Z',
};

/** Strings that occur nowhere by chance, and the search for them in any usual disguise. */
export class Canaries {
  readonly #word = Array.from({ length: 14 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  readonly #digits = Array.from({ length: 18 }, () => randomInt(10)).join('');
  #count = 0;
  /** Where each one was put, in order. */
  readonly places: string[] = [];

  /** Another canary, for a place that is told when it is found. */
  at(place: string): string {
    this.places.push(place);
    this.#count += 1;
    return `${this.#word}x${this.#count}`;
  }

  digitsAt(place: string): string {
    this.places.push(place);
    return this.#digits;
  }

  /** A body with a canary in every free text that the schema allows, and every variant of a union. */
  body(schema: z.ZodType): object {
    const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema;
    return Object(this.#fill(json, { name: '', path: '', variant: 0 }));
  }

  /** Every way of writing that the canaries of this run have in common. */
  needles(): readonly Buffer[] {
    const spellings = [this.#word, this.#word.toLowerCase(), capitalised(this.#word), this.#digits];
    return distinct(spellings.flatMap(disguises));
  }

  #fill(schema: Schema, at: Place): unknown {
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return schema.enum.find((value) => value !== 'EXCLUDED') ?? schema.enum[0];
    if (schema.oneOf) return this.#fill(schema.oneOf[at.variant % schema.oneOf.length] ?? {}, at);
    if (schema.type === 'string') return this.#text(schema, at);
    if (schema.type === 'boolean') return true;
    if (schema.type === 'integer') return 1;
    if (schema.type === 'array' && schema.items) return this.#list(schema.items, at);
    if (schema.type === 'object') return this.#object(schema, at);
    throw new Error(`Nothing is known to fill ${at.path} with.`);
  }

  #list(items: Schema, at: Place): unknown[] {
    const variants = Math.max(2, variantsOf(items));
    return Array.from({ length: variants }, (_, variant) =>
      this.#fill(items, { ...at, path: `${at.path}[${variant}]`, variant }),
    );
  }

  #object({ properties = {}, additionalProperties }: Schema, at: Place): object {
    const pairs = Object.entries(properties).map(([name, schema]): [string, unknown] => [
      name,
      this.#fill(schema, { ...at, name, path: `${at.path}.${name}` }),
    ]);
    if (typeof additionalProperties === 'object' && pairs.length === 0) {
      const key = this.at(`${at.path} (key)`);
      pairs.push([key, this.#fill(additionalProperties, { ...at, path: `${at.path}.*` })]);
    }
    return Object.fromEntries(pairs);
  }

  #text({ pattern, format }: Schema, { name, path, variant }: Place): string | undefined {
    // A file is either its bytes or an address: the first of two is one, the second the other.
    if (name === 'base64') {
      return variant === 0
        ? Buffer.from(`${this.at(path)} in a file`).toString('base64')
        : undefined;
    }
    if (name === 'uri') return variant === 0 ? undefined : `https://${this.at(path)}.example/f`;
    if (name === 'email') return `${this.at(path)}@example.org`;
    if (name === 'number' || name === 'secondaryIdentifier') return this.digitsAt(path);
    if (!pattern && !format) return this.at(path);
    if (name.endsWith('Id')) return undefined; // made by the server
    const value = CONSTRAINED[name];
    if (value === undefined) throw new Error(`Say what ${path} takes.`);
    return value;
  }
}

type Place = { readonly name: string; readonly path: string; readonly variant: number };

function variantsOf(schema: Schema): number {
  const children = Object.values(schema.properties ?? {}).map(variantsOf);
  return Math.max(schema.oneOf?.length ?? 1, ...children);
}

function capitalised(word: string): string {
  return word.slice(0, 1) + word.slice(1).toLowerCase();
}

/** The same text in UTF-8 and UTF-16, in hex, and in base64 wherever in a longer text it begins. */
function disguises(text: string): Buffer[] {
  const wide = Buffer.from(text, 'utf16le');
  const inBase64 = [text, wide].flatMap((plain) =>
    [0, 1, 2].map((before) => {
      const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(plain), Buffer.alloc(3)]);
      // The first and last characters also depend on what stands beside the text.
      return bytes.toString('base64').slice(before === 0 ? 0 : 4, -8);
    }),
  );
  const hex = Buffer.from(text).toString('hex');
  return [
    Buffer.from(text),
    wide,
    Buffer.from(wide).swap16(),
    Buffer.from(hex),
    Buffer.from(hex.toUpperCase()),
    Buffer.from(wide.toString('hex')),
    ...inBase64.map((encoded) => Buffer.from(encoded)),
  ];
}

function distinct(needles: readonly Buffer[]): Buffer[] {
  return [...new Map(needles.map((needle) => [needle.toString('hex'), needle])).values()];
}

/** The needles of one plain text, for a search that has to find something. */
export function needlesOf(text: string): readonly Buffer[] {
  return disguises(text);
}

/** Random text of the length of a canary, for controls. */
export function controlWord(): string {
  return `control${randomBytes(9).toString('hex')}`;
}

/** Whether one of the needles occurs. One pass, whatever their number: there is much to look at. */
export function holdsAny(haystack: Buffer, needles: readonly Buffer[]): boolean {
  const isStart = new Uint8Array(65_536);
  for (const needle of needles) isStart[needle.readUInt16BE()] = 1;
  let pair = 0;
  for (let at = 0; at < haystack.length; at += 1) {
    pair = ((pair << 8) | (haystack[at] ?? 0)) & 0xffff;
    if (isStart[pair] === 1 && needles.some((needle) => isAt(haystack, needle, at - 1)))
      return true;
  }
  return false;
}

function isAt(haystack: Buffer, needle: Buffer, at: number): boolean {
  const end = at + needle.length;
  return (
    at >= 0 && end <= haystack.length && haystack.compare(needle, 0, needle.length, at, end) === 0
  );
}

const PIECE_BYTES = 16 * 1024 * 1024;
const OVERLAP_BYTES = 1024;

/** The files below the folders that hold one of the needles, and how many bytes were looked at. */
export async function grep(folders: readonly string[], needles: readonly Buffer[]) {
  const found: string[] = [];
  const piece = Buffer.alloc(PIECE_BYTES);
  let bytes = 0;
  for (const folder of folders) {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const { size, isFound } = await grepFile(path, needles, piece);
      bytes += size;
      if (isFound) found.push(path);
    }
  }
  return { found, bytes };
}

async function grepFile(path: string, needles: readonly Buffer[], piece: Buffer) {
  const file = await open(path).catch(() => null); // gone since it was listed
  if (!file) return { size: 0, isFound: false };
  try {
    for (let at = 0; ; ) {
      const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, at);
      if (holdsAny(piece.subarray(0, bytesRead), needles))
        return { size: at + bytesRead, isFound: true };
      if (bytesRead < PIECE_BYTES) return { size: at + bytesRead, isFound: false };
      at += bytesRead - OVERLAP_BYTES;
    }
  } finally {
    await file.close();
  }
}
