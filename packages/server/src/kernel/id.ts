import { randomUUID } from 'node:crypto';
import { decodeTime, monotonicFactory, ulid } from 'ulid';

const nextUlid = monotonicFactory();

/** A ULID: 26 characters, sorted by the time it was made; monotonic within this process. */
export function newUlid(): string {
  return nextUlid();
}

/**
 * A ULID that sorts after another one, also where that was made by a server whose clock is ahead: it
 * then tells a time a moment after the other's.
 */
export function newUlidAfter(earlier: string | null): string {
  const made = newUlid();
  return earlier === null || made > earlier ? made : ulid(decodeTime(earlier) + 1);
}

/** A random UUID, version 4. */
export function newUuid(): string {
  return randomUUID();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

export function isUlid(text: string): boolean {
  return ULID.test(text);
}
