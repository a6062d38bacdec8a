/** Where a command runs: what it may read, and where it writes. */
export type Terminal = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly folder: string;
  /** Whether somebody watches the error stream, so that a line may be rewritten. */
  readonly isInteractive: boolean;
  /** Writes to the standard output: what was asked for, and nothing else. */
  out(text: string): void;
  /** Writes to the error stream: progress and failures. */
  err(text: string): void;
};
