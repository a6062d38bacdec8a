import { z } from 'zod';

/** Sizes and words that every message of the provider protocol keeps to. */
const MOST_ITEMS = 1_000;

export const Word = z.string().min(1).max(200);
export const Sentence = z.string().max(2_000);
export const Day = z.iso.date().describe('A day, such as `1962-04-07`.');
export const Instant = z.iso.datetime({ offset: true });
export const Country = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .describe('ISO 3166-1 alpha-3.');

export const several = <S extends z.ZodType>(item: S) => z.array(item).max(MOST_ITEMS);
export const maybe = <S extends z.ZodType>(value: S) => z.exactOptional(value);
