import type { ServerResponse } from 'node:http';
import { DomainError } from '../kernel/domain-error.ts';

/** How much a server takes on at once. */
export type AdmissionLimits = {
  /** Requests and runs at work: more of them would wait for each other longer than callers do. */
  readonly atWork: number;
  /** Requests that are open, those that wait for a run among them. */
  readonly open: number;
  /** Bytes of their bodies. */
  readonly bodyBytes: number;
};

/** How many requests may be open for each that may be at work. */
const OPEN_PER_WORKING = 8;
const MOST_BODY_BYTES = 256 * 1024 * 1024;
/** For how long a refusal counts as news. */
const RECENT_MS = 10_000;

/** Refused at the door, before anything was done: another server, or a later moment, has room. */
class ServerBusy extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'SYS-0503';

  constructor() {
    super('The server is busy', [{ issue: 'Try again in a moment', issueLocation: 'request' }]);
  }
}

/** The place of one request that was let in. */
export type Place = {
  /** Holds the place until the work is done, also where the caller has gone away meanwhile. */
  work<T>(work: () => Promise<T>): Promise<T>;
  /** Gives the place up for as long as there is nothing to do but wait. */
  aside<T>(awaited: Promise<T>): Promise<T>;
};

/**
 * The door of a server: lets in what it can answer soon, and refuses the rest while that costs next
 * to nothing, so that overload makes answers fewer and not slower, and memory has a bound.
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  #atWork = 0;
  #open = 0;
  #bodyBytes = 0;
  #refused = 0;
  #refusedAt = Number.NEGATIVE_INFINITY;

  readonly #runsAtWork: () => number;

  /** A request that waits for a run is not at work itself: what it waits for is. */
  constructor(limits: AdmissionLimits, runsAtWork: () => number) {
    this.#limits = limits;
    this.#runsAtWork = runsAtWork;
  }

  /** `isBusy` when somebody was refused a moment ago. */
  status(): { readonly atWork: number; readonly open: number; refused: number; isBusy: boolean } {
    const isBusy = performance.now() - this.#refusedAt < RECENT_MS;
    return {
      atWork: this.#atWork + this.#runsAtWork(),
      open: this.#open,
      refused: this.#refused,
      isBusy,
    };
  }

  /** @throws where there is no room for one more, or for so many bytes. */
  enter(response: ServerResponse, bodyBytes: number): Place {
    const { atWork, open, bodyBytes: most } = this.#limits;
    // Whoever is alone is let in with whatever a route takes.
    const isHeavy = this.#bodyBytes > 0 && this.#bodyBytes + bodyBytes > most;
    const isFull = this.#atWork + this.#runsAtWork() >= atWork || this.#open >= open;
    if (isFull || isHeavy) {
      this.#refused += 1;
      this.#refusedAt = performance.now();
      throw new ServerBusy();
    }
    this.#open += 1;
    this.#atWork += 1;
    this.#bodyBytes += bodyBytes;
    return this.#placeOf(response, bodyBytes);
  }

  /** Left once the answer is out, or the caller gone, and nobody is at work for it any more. */
  #placeOf(response: ServerResponse, bodyBytes: number): Place {
    let isHandled = true;
    let isClosed = false;
    let hasLeft = false;
    const leave = () => {
      if (!isHandled || !isClosed || hasLeft) return;
      hasLeft = true;
      this.#open -= 1;
      this.#atWork -= 1;
      this.#bodyBytes -= bodyBytes;
    };
    for (const end of ['finish', 'close']) {
      response.once(end, () => {
        isClosed = true;
        leave();
      });
    }
    return {
      work: async (work) => {
        isHandled = false;
        try {
          return await work();
        } finally {
          isHandled = true;
          leave();
        }
      },
      aside: async (awaited) => {
        this.#atWork -= 1;
        try {
          return await awaited;
        } finally {
          this.#atWork += 1;
        }
      },
    };
  }
}

/** A door for so many requests and runs at once; 128 where nobody has said how many. */
export function admissionFor(runs: { atWork(): number }, atWork = 128): Admission {
  const limits = { atWork, open: atWork * OPEN_PER_WORKING, bodyBytes: MOST_BODY_BYTES };
  return new Admission(limits, () => runs.atWork());
}
