import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { exportAudit } from '@probity/contract/operations/audit/admin-audit';
import { type Command, Option } from 'commander';
import { chosenTenant, type TenantOptions } from '../../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { Refusal } from '../../terminal/refusal.ts';
import type { Terminal } from '../../terminal/terminal.ts';

type Options = JsonOption &
  TenantOptions & { readonly format: 'json' | 'csv'; readonly file?: string };

/** Nobody but the owner reads what is about people. */
const OWNER_ONLY = 0o600;

/** `probity audit export`: everything about one person, for an examiner. */
export function auditExport({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'export <entityId>',
    summary: 'Export what was asked about a person, what matched, and who decided what when',
    examples: [
      'probity audit export <entityId> --file record.json',
      'probity audit export <entityId> --format csv --file record.csv',
    ],
  })
    .option('--customer <customerId>', 'the tenant; the demo tenant when absent')
    .option('--child <customerChildId>', 'one child of the tenant')
    .addOption(
      new Option('--format <format>', 'json, or csv for a spreadsheet')
        .choices(['json', 'csv'])
        .default('json'),
    )
    .option('--file <path>', 'where to write it; to the terminal when absent')
    .action(async (entityId: string, options: Options) => {
      const { format, file } = options;
      const tenant = await chosenTenant(terminal, options);
      const client = await operatorClient(terminal);
      const { body } = await client.call(exportAudit, { body: { ...tenant, entityId, format } });
      const text = format === 'csv' ? (body.csv ?? '') : JSON.stringify(body, null, 2);
      if (file === undefined) {
        report(options, { json: body, text: text.trimEnd() });
        return;
      }
      const path = await writeNew(terminal, file, text);
      report(options, { json: { ...body, file: path }, text: `The record is in ${path}.` });
    });
}

/** @throws {@link Refusal} where there is such a file, or none can be made */
async function writeNew(terminal: Terminal, file: string, text: string): Promise<string> {
  const path = resolve(terminal.folder, file);
  try {
    await writeFile(path, text.endsWith('\n') ? text : `${text}\n`, {
      flag: 'wx',
      mode: OWNER_ONLY,
    });
    return path;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    const why = code === 'EEXIST' ? 'there is such a file' : `it cannot be written, ${code}`;
    throw new Refusal(`${path}: ${why}.`, ['Name another file with --file.']);
  }
}
