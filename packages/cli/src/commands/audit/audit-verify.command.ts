import {
  type AuditFinding,
  type AuditProof,
  verifyAudit,
} from '@probity/contract/operations/audit/admin-audit';
import type { Command } from 'commander';
import type { TenantOptions } from '../../command-parts/chosen-tenant.ts';
import type { CommandTools } from '../../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../../command-parts/new-command.ts';
import { operatorClient } from '../../connection/operator-client.ts';
import { tableOf } from '../../terminal/columns.ts';
import { EXIT_CODE } from '../../terminal/exit-code.ts';
import { withProgress } from '../../terminal/with-progress.ts';

const HEADINGS = ['WHAT', 'WHOSE', 'PLACE', 'EVENT', 'WHY'];

/** `probity audit verify`: proves that the audit is what the server wrote, or says what is not. */
export function auditVerify({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'verify',
    summary:
      'Prove that no audit event was altered, removed or moved; ends with 0 intact, 1 broken',
    examples: ['probity audit verify', 'probity audit verify --customer <customerId> --json'],
  })
    .option('--customer <customerId>', 'only this tenant; every tenant when absent')
    .option('--child <customerChildId>', 'one child of the tenant')
    .action(async (options: JsonOption & TenantOptions) => {
      const { customer: customerId, child: customerChildId } = options;
      const client = await operatorClient(terminal);
      const { body } = await withProgress(terminal, 'Verifying the audit', () =>
        client.call(verifyAudit, {
          body: {
            ...(customerId !== undefined && { customerId }),
            ...(customerChildId !== undefined && { customerChildId }),
          },
        }),
      );
      const { outcome, tenants, findings } = body;
      report(options, {
        json: body,
        text: [
          ...tenants.map(inWords),
          ...(findings.length > 0 ? ['', tableOf(HEADINGS, findings.map(rowOf))] : []),
          '',
          outcome === 'intact' ? 'Intact.' : `Broken: ${countOf(tenants)} findings.`,
        ].join('\n'),
        exitCode: outcome === 'intact' ? EXIT_CODE.done : EXIT_CODE.failed,
      });
    });
}

function countOf(tenants: readonly AuditProof[]): number {
  return tenants.reduce((sum, { findings }) => sum + findings, 0);
}

function inWords(proof: AuditProof): string {
  const { customerId, customerChildId, events, chains, newestCheckpoint: newest } = proof;
  const signed = newest
    ? `checkpoint ${newest.number} of ${newest.takenAt} vouches for ${newest.events} of them`
    : 'no checkpoint has signed them yet';
  const unmarked = proof.unmarked > 0 ? `; ${proof.unmarked} are from before there were marks` : '';
  return `${customerChildId ?? customerId}: ${events} events in ${chains} chains, ${signed}${unmarked}.`;
}

function rowOf({ kind, customerId, customerChildId, entityId, ...at }: AuditFinding): string[] {
  const { place, toPlace, eventId, because } = at;
  const places = toPlace === undefined ? `${place ?? ''}` : `${place}-${toPlace}`;
  return [kind, entityId ?? customerChildId ?? customerId, places, eventId ?? '', because];
}
