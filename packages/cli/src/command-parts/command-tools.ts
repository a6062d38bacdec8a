import type { Terminal } from '../terminal/terminal.ts';
import type { JsonOption } from './new-command.ts';

/** What a command has to tell: the same for people and for programs. */
export type Report = {
  readonly text: string;
  readonly json: unknown;
  /** Where it is not 0: what was asked for has a bad answer, which is told all the same. */
  readonly exitCode?: number;
};

/** What commands are made with. */
export type CommandTools = {
  readonly terminal: Terminal;
  /** Tells the outcome, once per command, in the form that was asked for. */
  report(options: JsonOption, report: Report): void;
};
