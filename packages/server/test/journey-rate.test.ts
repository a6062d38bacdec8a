import {
  createAndExecuteWorkflow,
  executeWorkflow,
  listExecutions,
  updateAndExecuteWorkflow,
} from '@probity/contract/operations/executions';
import { createIndividual, getIndividual } from '@probity/contract/operations/individuals';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, type TestTenant, testApp } from './test-app.ts';

const ALLOWED = 3;
const ASKED = 60;

let test: TestApp;
beforeAll(async () => {
  test = await testApp({ executionsPerSecond: ALLOWED });
});
afterAll(() => test.close());

const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const PERSON = { individual: { name: { givenName: 'Ottoline', familyName: 'Fennimore' } } };

/** Many at once, so that some are too many whatever this machine is doing. */
const burst = (as: TestTenant) =>
  Promise.all(
    Array.from({ length: ASKED }, () =>
      test.call(createAndExecuteWorkflow, { as, path: SCREENING, body: PERSON, background: true }),
    ),
  );

describe('a tenant that asks for executions too often', () => {
  it('is told when to come back, and nothing of it is kept', async () => {
    const before = await test.rowCounts();
    const answers = await burst(test.tenant);
    const accepted = answers.filter(({ status }) => status === 202);
    const refused = answers.filter(({ status }) => status === 429);

    expect(accepted.length + refused.length).toBe(ASKED);
    expect(accepted.length).toBeGreaterThanOrEqual(ALLOWED);
    expect(refused.length).toBeGreaterThan(0);
    for (const { body, headers } of refused) {
      expect(body).toMatchObject({
        errorCode: 'API-0429',
        details: [{ issueLocation: 'request' }],
      });
      expect(headers['retry-after']).toBe('1');
    }
    const after = await test.rowCounts();
    expect((after.individual ?? 0) - (before.individual ?? 0)).toBe(accepted.length);
  });

  it('is refused however it asks, and may do anything else', async () => {
    const made = await test.ok(createIndividual, 201, { body: PERSON });
    const path = { ...SCREENING, entityId: made.individual.entityId ?? '' };
    await burst(test.tenant);
    const several = await Promise.all(
      Array.from({ length: ASKED }, (_, at) =>
        test.call(at % 2 === 0 ? executeWorkflow : updateAndExecuteWorkflow, {
          path,
          background: true,
        }),
      ),
    );
    expect(several.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    const reads = await Promise.all(
      Array.from({ length: ASKED }, (_, at) =>
        test.call(at % 2 === 0 ? getIndividual : listExecutions, { path }),
      ),
    );
    expect(new Set(reads.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('takes nothing from its children, its parent or anybody else', async () => {
    const child = await test.newTenant({ parent: test.tenant });
    const stranger = await test.newTenant();
    await burst(test.tenant);
    for (const as of [child, stranger]) {
      const answer = await test.call(createAndExecuteWorkflow, {
        as,
        path: SCREENING,
        body: PERSON,
      });
      expect(answer.status).toBe(200);
    }
  });
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
