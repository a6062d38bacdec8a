import type { Operation } from '@probity/contract/operation';
import { exportAudit, verifyAudit } from '@probity/contract/operations/audit/admin-audit';
import { listAuditEvents } from '@probity/contract/operations/audit/audit-events';
import type { TestApp, TestCall } from './test-app.ts';

/** A valid request of every operation on the audit, with everything that can be said. */
export const AUDIT_REQUESTS: readonly {
  readonly operation: Operation;
  readonly call: (test: TestApp, entityId: string) => TestCall;
}[] = [
  {
    operation: listAuditEvents,
    call: (_, entityId) => ({
      query: {
        page: 1,
        limit: 5,
        sort: 'asc',
        sortFields: 'timestamp',
        entityId,
        workflowNames: 'AML-Screening,x',
        workflowRiskLevels: 'HIGH,LOW',
        sources: 'system,x',
        requestId: 'x',
        channels: 'API,SYSTEM',
        afterTimestamp: '2020-01-01',
        beforeTimestamp: '2100-01-01',
        level: 2,
      },
    }),
  },
  {
    operation: verifyAudit,
    call: (test) => ({ headers: asOperator(test), body: { customerId: test.tenant.customerId } }),
  },
  {
    operation: exportAudit,
    call: (test, entityId) => ({
      headers: asOperator(test),
      body: { customerId: test.tenant.customerId, entityId, format: 'csv' },
    }),
  },
];

function asOperator({ operatorKey }: TestApp) {
  return { authorization: `Bearer ${operatorKey}` };
}
