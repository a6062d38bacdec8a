/** The provider of invented people, as results name it. */
export const SANDBOX_PROVIDER = 'sandbox';

/** What results and runs carry that rest on the sandbox, so that nobody takes them for real. */
export const SANDBOX_NOTES = {
  sandbox: {
    type: 'INFORMATIONAL',
    value: 'Invented by the sandbox: this says nothing about a real person.',
  },
} as const;

/** The mark, where one of these providers is the sandbox. */
export function sandboxNotes(providers: readonly (string | undefined)[]): object {
  return providers.includes(SANDBOX_PROVIDER) ? SANDBOX_NOTES : {};
}
