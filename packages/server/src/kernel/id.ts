import { randomUUID } from 'node:crypto';
import { monotonicFactory } from 'ulid';

const nextUlid = monotonicFactory();

/** A ULID: 26 characters, sorted by the time it was made; monotonic within this process. */
export function newUlid(): string {
  return nextUlid();
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
