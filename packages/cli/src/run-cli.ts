import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import type { CommandTools } from './command-parts/command-tools.ts';
import { auditExport } from './commands/audit/audit-export.command.ts';
import { auditVerify } from './commands/audit/audit-verify.command.ts';
import { demo } from './commands/demo.command.ts';
import { keyCreate } from './commands/key-create.command.ts';
import { keyRevoke } from './commands/key-revoke.command.ts';
import { listHistory } from './commands/lists/list-history.command.ts';
import { listImport } from './commands/lists/list-import.command.ts';
import { listRetire } from './commands/lists/list-retire.command.ts';
import { listStatus } from './commands/lists/list-status.command.ts';
import { listSync } from './commands/lists/list-sync.command.ts';
import { manualKycPublish } from './commands/manual-kyc-publish.command.ts';
import { manualKycShow } from './commands/manual-kyc-show.command.ts';
import { masterKeyRotate } from './commands/master-key/master-key-rotate.command.ts';
import { masterKeyStatus } from './commands/master-key/master-key-status.command.ts';
import { matchlistCreate } from './commands/matchlists/matchlist-create.command.ts';
import { matchlistList } from './commands/matchlists/matchlist-list.command.ts';
import { matchlistUpdate } from './commands/matchlists/matchlist-update.command.ts';
import { providerList } from './commands/provider-list.command.ts';
import { referenceImport } from './commands/reference/reference-import.command.ts';
import { referenceList } from './commands/reference/reference-list.command.ts';
import { referenceRemove } from './commands/reference/reference-remove.command.ts';
import { riskPublish } from './commands/risk-publish.command.ts';
import { riskShow } from './commands/risk-show.command.ts';
import { screenReplay } from './commands/screen-replay.command.ts';
import { start } from './commands/start.command.ts';
import { tenantCreate } from './commands/tenant-create.command.ts';
import { tenantList } from './commands/tenant-list.command.ts';
import { workflowList } from './commands/workflow-list.command.ts';
import { workflowPublish } from './commands/workflow-publish.command.ts';
import { workflowValidate } from './commands/workflow-validate.command.ts';
import { EXIT_CODE } from './terminal/exit-code.ts';
import { failureReport } from './terminal/failure-report.ts';
import { Interrupted } from './terminal/interruption.ts';
import type { Terminal } from './terminal/terminal.ts';

const ENVIRONMENT = `
Environment:
  PROBITY_URL                where the server is; PROBITY_PORT (8080) on this machine when absent
  PROBITY_OPERATOR_KEY       the operator's key; read from the data folder when absent
  PROBITY_OPERATOR_KEY_FILE  a file that holds it, as containers mount secrets
  PROBITY_DATA_DIR           the data folder of the server; ./data when absent

Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 no server answers.`;

/** Runs one command line and resolves to the exit code; nothing that goes wrong is thrown. */
export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT_CODE.done;
  const program = programOf({
    terminal,
    report({ json }, report) {
      exitCode = report.exitCode ?? EXIT_CODE.done;
      const text = json ? JSON.stringify(report.json, null, 2) : report.text;
      if (text !== '') terminal.out(`${text}\n`);
    },
  });
  const isJson = argv.includes('--json');
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return usageExit(error, terminal, isJson);
    if (error instanceof Interrupted) return EXIT_CODE.interrupted;
    const failure = failureReport(error);
    terminal.err(`${failure.lines.join('\n')}\n`);
    if (isJson) tellError(terminal, failure.json);
    return failure.exitCode;
  }
}

/** Commander has said on the error stream what is wrong. */
function usageExit({ code, message }: CommanderError, terminal: Terminal, isJson: boolean): number {
  if (code === 'commander.helpDisplayed' || code === 'commander.version') return EXIT_CODE.done;
  if (isJson) tellError(terminal, { kind: 'usage', message });
  return EXIT_CODE.usage;
}

function tellError(terminal: Terminal, error: object): void {
  terminal.out(`${JSON.stringify({ error }, null, 2)}\n`);
}

function programOf(tools: CommandTools): Command {
  const program = new Command('probity')
    .description('Runs Probity, the KYC workflow server, and looks after one that runs.')
    .version(version(), '--version', 'print the version')
    .addHelpText('after', ENVIRONMENT)
    .addCommand(start(tools))
    .addCommand(group('tenant', 'Tenants', [tenantCreate(tools), tenantList(tools)]))
    .addCommand(group('key', 'API keys of tenants', [keyCreate(tools), keyRevoke(tools)]))
    .addCommand(
      group('list', 'Screening lists', [
        listImport(tools),
        listSync(tools),
        listStatus(tools),
        listRetire(tools),
        listHistory(tools),
      ]),
    )
    .addCommand(
      group('matchlist', 'Matchlists of tenants', [
        matchlistCreate(tools),
        matchlistUpdate(tools),
        matchlistList(tools),
      ]),
    )
    .addCommand(group('provider', 'Providers that workflows consult', [providerList(tools)]))
    .addCommand(
      group('reference', 'Registers of people', [
        referenceImport(tools),
        referenceList(tools),
        referenceRemove(tools),
      ]),
    )
    .addCommand(
      group('audit', 'The record of what happened', [auditVerify(tools), auditExport(tools)]),
    )
    .addCommand(group('screen', 'Screenings', [screenReplay(tools)]))
    .addCommand(
      group('workflow', 'Workflow definitions', [
        workflowList(tools),
        workflowValidate(tools),
        workflowPublish(tools),
      ]),
    )
    .addCommand(
      group('master-key', 'The key that wraps all others', [
        masterKeyRotate(tools),
        masterKeyStatus(tools),
      ]),
    )
    .addCommand(group('risk', 'Risk profiles', [riskShow(tools), riskPublish(tools)]))
    .addCommand(
      group('manual-kyc', 'Verification by hand', [manualKycShow(tools), manualKycPublish(tools)]),
    )
    .addCommand(demo(tools));
  settle(program, tools.terminal);
  return program;
}

function group(name: string, summary: string, commands: readonly Command[]): Command {
  const parent = new Command(name).summary(summary).description(summary);
  for (const command of commands) parent.addCommand(command);
  return parent;
}

/** Nothing ends the process or writes anywhere but to the terminal it was given. */
function settle(command: Command, terminal: Terminal): void {
  command
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('Try --help for what can be said here.')
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  for (const child of command.commands) settle(child, terminal);
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version: read }: { version: string } = JSON.parse(text);
  return read;
}
