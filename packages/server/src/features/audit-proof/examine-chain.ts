import { linkOf } from './checkpoint.ts';
import type { Tampering } from './tampering.ts';

/** An event as far as its chain must know it. */
export type ChainedEvent = {
  readonly eventId: string;
  readonly place: number;
  readonly hash: Buffer;
  readonly mark: Buffer;
  /** Whether the mark is one that the server made over what the event says. */
  readonly isGenuine: boolean;
  /** From before there were marks: it has a hash of what it says, which needs no key. */
  readonly isEarlier: boolean;
  /** Whether it says itself that it is of this chain. */
  readonly isOfChain: boolean;
};

/** The end of a chain as it is kept beside the events. */
export type KeptEnd = { readonly length: number; readonly hash: Buffer };

/** An event whose hash does not follow from the event before it. */
type Suspect = { readonly event: ChainedEvent; readonly previous: Buffer | null };

/** More than so many suspects of one chain are told as they are, without asking where each was before. */
const MOST_PLACED = 60;
const NO_HASH = Buffer.alloc(0);

/** Looks through one chain, event by event in the order of their places. */
export class ChainExamination {
  readonly #chain: { readonly tenantId: string; readonly chainId: string };
  readonly #found: Tampering[] = [];
  readonly #suspects: Suspect[] = [];
  readonly #told = new Set<string>();
  #last: ChainedEvent | null = null;
  #unmarked = 0;
  #hasMarks = false;

  constructor(chain: { readonly tenantId: string; readonly chainId: string }) {
    this.#chain = chain;
  }

  get chainId(): string {
    return this.#chain.chainId;
  }

  /** Events from before there were marks. */
  get unmarked(): number {
    return this.#unmarked;
  }

  add(event: ChainedEvent): void {
    const before = this.#last;
    const expected = (before?.place ?? 0) + 1;
    if (!event.isOfChain) {
      this.#tell(event, 'moved', 'It is about somebody else than the chain in which it stands.');
    } else if (event.isEarlier && !this.#hasMarks) {
      this.#unmarked += 1;
    } else if (!event.isGenuine) {
      this.#tell(event, 'altered', 'It is not what the server wrote.');
    }
    this.#hasMarks ||= event.isGenuine;
    if (event.place < expected) {
      this.#tell(event, 'inserted', 'Its place is taken by another event.');
      return;
    }
    if (event.place > expected) this.#missing(expected, event.place - 1, 'They are missing.');
    else this.#link(event, before?.hash ?? null);
    this.#last = event;
  }

  /** What is wrong with the chain, once all of its events have been added. */
  end(kept: KeptEnd | null): Tampering[] {
    this.#placeSuspects();
    const last = this.#last;
    const length = last?.place ?? 0;
    if (kept === null) {
      this.#found.push({
        ...this.#at(length),
        kind: 'altered',
        because: 'Where the chain ends is no longer kept.',
      });
    } else if (kept.length > length) {
      this.#missing(length + 1, kept.length, 'The chain goes on to there.');
    } else if (kept.length < length && last) {
      this.#tell(last, 'inserted', 'It stands beyond the end of its chain.');
    } else if (last && !kept.hash.equals(last.hash)) {
      this.#tell(last, 'altered', 'It is not the event with which the chain ended.');
    }
    return this.#found;
  }

  #link(event: ChainedEvent, previous: Buffer | null): void {
    const isLinked = linkOf(previous, event.place, event.mark).equals(event.hash);
    if (!isLinked) this.#suspects.push({ event, previous });
  }

  /** Where a suspect was written, as far as that can be told from the hashes that are there. */
  #placeSuspects(): void {
    const suspects = this.#suspects;
    const isMany = suspects.length > MOST_PLACED;
    const hashes = isMany ? [] : this.#knownHashes();
    const places = suspects.flatMap(({ event: { place } }) => [place, place + 1, place - 1]);
    for (const { event } of suspects) {
      const place = [...new Set(places)].find((at) =>
        hashes.some((hash) => linkOf(orNone(hash), at, event.mark).equals(event.hash)),
      );
      // Linked to what the event before it should have been: that one is told of.
      if (place === event.place) continue;
      if (place === undefined) {
        this.#tell(event, 'altered', 'It does not follow from the event before it.');
      } else {
        this.#tell(event, 'moved', `It was written at place ${place}.`);
      }
    }
  }

  #knownHashes(): Buffer[] {
    const all = this.#suspects.flatMap(({ event, previous }) => [
      event.hash,
      previous ?? NO_HASH,
      linkOf(previous, event.place, event.mark),
    ]);
    return [...all, NO_HASH];
  }

  #missing(from: number, to: number, because: string): void {
    this.#found.push({
      ...this.#at(from),
      kind: 'removed',
      ...(to > from && { toPlace: to }),
      because: to > from ? because : because.replace('They are', 'It is'),
    });
  }

  /** One finding an event: what was seen first. */
  #tell({ eventId, place }: ChainedEvent, kind: Tampering['kind'], because: string): void {
    if (this.#told.has(eventId)) return;
    this.#told.add(eventId);
    this.#found.push({ ...this.#at(place), kind, eventId, because });
  }

  #at(place: number) {
    return { ...this.#chain, place };
  }
}

function orNone(hash: Buffer): Buffer | null {
  return hash.length === 0 ? null : hash;
}
