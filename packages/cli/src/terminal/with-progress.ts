import type { Terminal } from './terminal.ts';

/** What is done sooner than this needs no word. */
const PATIENCE_MS = 2000;
const EVERY_MS = 1000;
const CLEAR_LINE = '\r\u001b[2K';

/**
 * Does the work, and says on the error stream that it goes on once it takes longer than 2 s: a line
 * that counts the seconds where somebody watches, one line at the start and one at the end elsewhere.
 */
export async function withProgress<T>(
  terminal: Terminal,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  let isShown = false;
  const show = () => {
    if (terminal.isInteractive) terminal.err(`${CLEAR_LINE}${what} … ${seconds()} s`);
    else if (!isShown) terminal.err(`${what} …\n`);
    isShown = true;
  };
  let ticking: NodeJS.Timeout | undefined;
  const waiting = setTimeout(() => {
    show();
    ticking = setInterval(show, EVERY_MS);
  }, PATIENCE_MS);
  try {
    return await work();
  } finally {
    clearTimeout(waiting);
    clearInterval(ticking);
    if (isShown) {
      const end = terminal.isInteractive ? CLEAR_LINE : '';
      terminal.err(`${end}${what}: ended after ${seconds()} s\n`);
    }
  }
}
