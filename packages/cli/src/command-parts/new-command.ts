import { Command } from 'commander';

/** What every command has, said in one place. */
export type CommandText = {
  /** As it is typed, with its arguments: `revoke <keyId>`. */
  readonly usage: string;
  readonly summary: string;
  /** Lines that can be typed as they are. */
  readonly examples: readonly string[];
};

/** The option that every command takes. */
export type JsonOption = { readonly json?: true };

/** A command with its help, its examples and `--json`. */
export function newCommand({ usage, summary, examples }: CommandText): Command {
  const [name = '', ...declared] = usage.split(' ');
  const command = new Command(name)
    .summary(summary)
    .description(summary)
    .option('--json', 'print one JSON document, and nothing else, on the standard output')
    .addHelpText('after', ['\nExamples:', ...examples.map((line) => `  ${line}`)].join('\n'));
  for (const argument of declared) command.argument(argument);
  return command;
}
