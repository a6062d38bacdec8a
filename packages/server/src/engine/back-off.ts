/** Doubles from `baseMs` at the first failure, up to a limit; half of the wait is chance. */
export type BackOff = { readonly baseMs: number; readonly limitMs: number };

/** Milliseconds to wait after so many failures in a row. */
export function backOffMs({ baseMs, limitMs }: BackOff, failures: number): number {
  const full = Math.min(baseMs * 2 ** Math.min(failures - 1, 40), limitMs);
  return full * (0.5 + Math.random() / 2);
}
