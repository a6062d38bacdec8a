/** Resolves with the milliseconds that were left: 0 in the end, more when a signal aborted it. */
export async function sleep(ms: number, until: readonly AbortSignal[]): Promise<number> {
  const startedAt = performance.now();
  if (until.some(({ aborted }) => aborted)) return ms;
  await new Promise<void>((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      for (const signal of until) signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    for (const signal of until) signal.addEventListener('abort', wake, { once: true });
  });
  if (!until.some(({ aborted }) => aborted)) return 0;
  return Math.max(0, ms - (performance.now() - startedAt));
}
