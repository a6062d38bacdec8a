import type { z } from 'zod';

type ElementRule = {
  /** The field that names an existing element. */
  readonly id: string;
  /** What a new element cannot do without; of several fields in one entry, one is enough. */
  readonly required: readonly (string | readonly [string, ...string[]])[];
};

/**
 * An element of a PATCH body: with its id it changes the fields it carries, without one it is a
 * new element and must be complete.
 */
export function newOrPartial<S extends z.ZodType>(element: S, { id, required }: ElementRule): S {
  return element.superRefine(
    (value, ctx) => {
      const fields = new Map(Object.entries(value ?? {}));
      if (fields.get(id) !== undefined) return;
      for (const group of required) {
        const names = typeof group === 'string' ? [group] : group;
        if (names.some((name) => fields.get(name) !== undefined)) continue;
        ctx.addIssue({
          code: 'custom',
          path: names.slice(0, 1),
          message: `${requirement(names)}, unless ${id} names an existing element`,
        });
      }
    },
    { when: isObject },
  );
}

/** At least one of several fields is present; the problem is reported at the first. */
export function oneOf<S extends z.ZodType>(element: S, names: readonly [string, ...string[]]): S {
  return element.superRefine(
    (value, ctx) => {
      const fields = new Map(Object.entries(value ?? {}));
      if (names.some((name) => fields.get(name) !== undefined)) return;
      ctx.addIssue({ code: 'custom', path: [names[0]], message: requirement(names) });
    },
    { when: isObject },
  );
}

/** Runs a rule about several fields even where one of them is wrong, so that all problems show at once. */
export function isObject({ value }: { readonly value: unknown }): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function requirement(names: readonly string[]): string {
  const [first, ...others] = names;
  return others.length === 0 ? 'is required' : `${[first, ...others].join(' or ')} is required`;
}
