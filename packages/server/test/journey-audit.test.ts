import { listAuditEvents } from '@probity/contract/operations/audit';
import { executeWorkflow } from '@probity/contract/operations/executions';
import { createIndividual } from '@probity/contract/operations/individuals';
import { afterAll, beforeAll, it } from 'vitest';
import { type TestApp, testApp } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());
it('shows', async () => {
  const headers = { 'X-Frankie-Username': 'officer@example.org' };
  const body = {
    individual: { name: { givenName: 'Zorvan', familyName: 'Kaltezmar' } },
    comment: { text: 'hello' },
  };
  const { individual } = await test.ok(createIndividual, 201, { headers, body });
  const path = {
    entityId: individual.entityId ?? '',
    serviceName: 'KYC',
    workflowName: 'AML-Screening',
  };
  await test.ok(executeWorkflow, 200, { headers, path });
  const all = await test.ok(listAuditEvents, 200, { query: { sort: 'asc' } });
  console.log(JSON.stringify(all, null, 1), test.violations);
});
