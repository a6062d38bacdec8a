import { exportAudit } from '@probity/contract/operations/audit/admin-audit';
import { type Mount, mount } from '../../http/mount.ts';
import type { OperatorContext } from '../../kernel/context.ts';
import { exportRecord } from './export-record.command.ts';
import { recordCsv } from './record-csv.ts';

/** The operator's export of a person's record, for examiners. */
export function auditExportRoutes(mounting: Mount<OperatorContext>): void {
  mount(mounting, exportAudit, async (ctx, { body }) => {
    const { format, entityId, customerId, customerChildId } = body;
    const { record } = await exportRecord(ctx, { customerId, customerChildId, entityId });
    const whose = { customerId, ...(customerChildId !== undefined && { customerChildId }) };
    const exportedAt = ctx.now().toISOString();
    return {
      status: 200,
      body: {
        requestId: ctx.requestId,
        ...whose,
        entityId,
        exportedAt,
        ...(format === 'csv' ? { csv: recordCsv(record) } : { record }),
      },
    };
  });
}
