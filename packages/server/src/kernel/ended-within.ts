/** Whether something ended before the time was up. Does not keep the process alive. */
export async function endedWithin(
  whenEnded: Promise<unknown>,
  milliseconds: number,
): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
    timer.unref();
  });
  try {
    return await Promise.race([whenEnded.then(() => true), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
