import type { z } from 'zod';

/** What zod knows about a problem, before it has words. */
type RawProblem = z.core.$ZodRawIssue;

/** What a value has to be, in words; never what it is. Used where a schema has no words of its own. */
export function wording(problem: RawProblem): string {
  switch (problem.code) {
    case 'invalid_type':
      return problem.input === undefined ? 'is required' : `must be ${kind(problem.expected)}`;
    case 'invalid_value':
      if (problem.input === undefined) return `is required: ${oneOf(problem.values)}`;
      return `must be ${oneOf(problem.values)}`;
    case 'invalid_union':
      return unionWording(problem);
    case 'too_big':
      return `must ${limit('at most', problem.origin, problem.maximum)}`;
    case 'too_small':
      return `must ${limit('at least', problem.origin, problem.minimum)}`;
    case 'invalid_format':
      return `must be ${FORMATS[problem.format] ?? 'in the right format'}`;
    case 'invalid_key':
      return 'has a key that is too long, blank or not text';
    default:
      return 'is not valid';
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  guid: 'a UUID',
  datetime: 'an ISO 8601 date-time with Z or an offset',
  date: 'a date (YYYY-MM-DD)',
};

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'text',
};

function kind(expected: string): string {
  return KINDS[expected] ?? 'of another type';
}

function oneOf(values: readonly z.core.util.Primitive[]): string {
  const words = values.map(String);
  return words.length === 1 ? `${words[0]}` : `one of ${words.join(', ')}`;
}

function unionWording(problem: RawProblem & { code: 'invalid_union' }): string {
  const options: unknown = problem.options;
  if (!Array.isArray(options)) return 'is in none of the shapes that are allowed';
  return `must be ${oneOf(options)}`;
}

function limit(bound: string, origin: string, value: number | bigint): string {
  const plural = value === 1 ? '' : 's';
  if (origin === 'string') return `have ${bound} ${value} character${plural}`;
  if (origin === 'array') return `have ${bound} ${value} element${plural}`;
  return `be ${bound} ${value}`;
}
