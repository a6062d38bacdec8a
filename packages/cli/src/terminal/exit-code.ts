/** What the process tells its caller: part of the command line's promise. */
export const EXIT_CODE = {
  /** Everything was done. */
  done: 0,
  /** Refused or failed, with a reason on the error stream. */
  failed: 1,
  /** The command line or its environment is wrong: nothing was tried. */
  usage: 2,
  /** No server answers. */
  unreachable: 3,
  /** Somebody pressed Ctrl-C, as shells count it. */
  interrupted: 130,
} as const;
