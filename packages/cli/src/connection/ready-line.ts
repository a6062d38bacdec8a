const READY = /Probity is ready at (https?:\/\/\S+)/;

/** The address in the line with which a server says that it is ready; undefined in any other. */
export function readyUrl(line: string): string | undefined {
  return READY.exec(line)?.[1];
}
