/** What may be logged of any error: its kind. Its words may quote somebody. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
