/** Somebody pressed Ctrl-C, or asked the process to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Does work that has something to put in order before the process ends: the signal tells it when
 * that is.
 *
 * @throws {@link Interrupted} in place of whatever the interruption made of the work
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = () => controller.abort(new Interrupted('Interrupted.'));
  process.on('SIGINT', abort).on('SIGTERM', abort);
  try {
    return await work(controller.signal);
  } catch (error) {
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    process.off('SIGINT', abort).off('SIGTERM', abort);
  }
}
