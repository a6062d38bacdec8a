import type { Terminal } from './terminal.ts';

/** A terminal that remembers what was written to it. */
export type TestTerminal = { readonly terminal: Terminal; out(): string; err(): string };

/** Nobody watches it, and its environment is empty unless one is given. */
export function testTerminal(
  given: Partial<Pick<Terminal, 'env' | 'folder' | 'isInteractive'>> = {},
): TestTerminal {
  const written = { out: '', err: '' };
  return {
    terminal: {
      env: {},
      folder: '/nowhere',
      isInteractive: false,
      ...given,
      out(text) {
        written.out += text;
      },
      err(text) {
        written.err += text;
      },
    },
    out: () => written.out,
    err: () => written.err,
  };
}
