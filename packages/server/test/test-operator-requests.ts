import type { Operation } from '@probity/contract/operation';
import { listListEvents, retireList } from '@probity/contract/operations/admin-lists';
import { publishManualKycPolicy } from '@probity/contract/operations/admin-manual-kyc';
import { publishRiskProfile } from '@probity/contract/operations/admin-risk';
import { replayScreening } from '@probity/contract/operations/admin-screening';
import { createKey, createTenant, revokeKey } from '@probity/contract/operations/admin-tenants';
import { publishWorkflow, validateWorkflow } from '@probity/contract/operations/admin-workflows';
import type { TestCall } from './test-app.ts';

export const DEFINITION = {
  serviceName: 'KYC',
  workflowName: 'Fuzzed',
  workflowId: 'fuzzed',
  type: 'x',
  lifecyclePhase: 'OTHER',
  monitoringTypes: ['AML'],
  steps: [
    { name: 'START', type: 'START', version: '1.0.0', description: '', dependsOn: [] },
    {
      name: 'AML',
      type: 'AML',
      configuration: { lists: ['*'], fuzziness: 10 },
      dependsOn: ['START'],
    },
    {
      name: 'DECISION',
      type: 'DECISION',
      configuration: { rows: [{ row: 'a', when: 'aml.hits > 3', outcome: 'REVIEW' }] },
      dependsOn: ['AML'],
    },
    { name: 'FINISH', type: 'FINISH', dependsOn: ['DECISION'] },
  ],
};

type Ids = () => { readonly customerId: string; readonly id: string };

/** Valid requests of the operator; ids are asked for when a request is made. */
export function operatorRequests(
  ids: Ids,
): readonly { readonly operation: Operation; call(): TestCall }[] {
  return [
    {
      operation: publishManualKycPolicy,
      call: () => ({
        body: {
          customerId: ids().customerId,
          policy: { combinations: [[{ types: ['PASSPORT'], count: 1 }]], acceptsExpired: false },
        },
      }),
    },
    {
      operation: publishRiskProfile,
      call: () => ({
        body: { customerId: ids().customerId, profile: 'profileName: x' },
      }),
    },
    {
      operation: createTenant,
      call: () => ({ body: { name: 'x', isSandbox: true } }),
    },
    {
      operation: createKey,
      call: () => ({ body: { customerId: ids().customerId } }),
    },
    {
      operation: retireList,
      call: () => ({ path: { listId: ids().id } }),
    },
    {
      operation: listListEvents,
      call: () => ({ path: { listId: ids().id } }),
    },
    {
      operation: replayScreening,
      call: () => ({ body: { processResultId: ids().id } }),
    },
    { operation: revokeKey, call: () => ({ path: { keyId: ids().id } }) },
    {
      operation: validateWorkflow,
      call: () => ({ body: { definition: DEFINITION } }),
    },
    {
      operation: publishWorkflow,
      call: () => ({
        query: { customerId: ids().customerId },
        body: { customerId: ids().customerId, definition: DEFINITION },
      }),
    },
  ];
}
