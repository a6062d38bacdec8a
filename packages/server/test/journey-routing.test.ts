import { publishWorkflow, validateWorkflow } from '@probity/contract/operations/admin-workflows';
import { createAndExecuteWorkflow, getExecution } from '@probity/contract/operations/executions';
import { listWorkflows } from '@probity/contract/operations/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const definition = (workflowName: string, ways: string, middle = '') => `
serviceName: KYC
workflowName: ${workflowName}
workflowId: id-${workflowName}
type: routing
steps:
  - { name: START, type: START }
  - { name: AML, type: AML, configuration: { lists: ["*"] }, dependsOn: [START] }
  - { name: BRANCH, type: BRANCH, configuration: { ways: [${ways}] }, dependsOn: [AML] }
${middle}
  - { name: DECISION, type: DECISION, dependsOn: [BRANCH] }
  - { name: FINISH, type: FINISH, dependsOn: [DECISION] }`;
const TARGET = `
serviceName: KYC
workflowName: Target
workflowId: id-Target
type: routing
steps:
  - { name: START, type: START }
  - { name: AML, type: AML, configuration: { lists: ["*"] }, dependsOn: [START] }
  - { name: DECISION, type: DECISION, dependsOn: [AML] }
  - { name: FINISH, type: FINISH, dependsOn: [DECISION] }`;
const MEDIA =
  '  - { name: MEDIA, type: AML, configuration: { lists: ["*"], kinds: [MEDIA] }, dependsOn: [BRANCH] }';

const operator = () => ({ headers: { authorization: `Bearer ${test.operatorKey}` } });
const bodyOf = (text: string) => ({ customerId: test.tenant.customerId, definition: text });
const publish = (text: string) =>
  test.ok(publishWorkflow, 201, { ...operator(), body: bodyOf(text) });
const person = { name: { givenName: 'Nobody', familyName: 'Whosoever' }, nationality: 'NZL' };

async function run(workflowName: string) {
  const { workflowResult } = await test.ok(createAndExecuteWorkflow, 200, {
    path: { serviceName: 'KYC', workflowName },
    body: { individual: person },
  });
  if (!workflowResult) throw new Error('An answer without its result.');
  return workflowResult;
}

describe('a workflow with a branch', () => {
  it('runs the steps of the way it takes and shows the others as not applicable', async () => {
    const ways = '{ way: foreign, when: \'individual.nationality != "NZL"\', steps: [MEDIA] }';
    await publish(
      definition('Within', ways, MEDIA).replace(
        '[BRANCH] }\n  - { name: FIN',
        '[MEDIA] }\n  - { name: FIN',
      ),
    );
    const result = await run('Within');

    expect(result).toMatchObject({ status: 'PASS', endWorkflowName: 'Within' });
    expect(result.steps).toMatchObject({
      order: ['START', 'AML', 'BRANCH', 'MEDIA', 'DECISION', 'FINISH'],
      notApplicable: ['MEDIA'],
      passed: ['START', 'AML', 'BRANCH', 'DECISION', 'FINISH'],
    });
    const branch = result.workflowStepResults?.find(({ stepName }) => stepName === 'BRANCH');
    expect(branch?.notes).toEqual({ way: { type: 'branch', value: 'otherwise' } });
  });

  it('goes on in another workflow, keeps its name, and says where it ended', async () => {
    await publish(TARGET);
    await publish(definition('Requested', '{ way: on, when: "aml.hits == 0", workflow: target }'));
    const result = await run('Requested');

    expect(result).toMatchObject({
      workflowName: 'Requested',
      workflowId: 'id-Requested',
      endWorkflowName: 'Target',
      endWorkflowId: 'id-Target',
      status: 'PASS',
      steps: { order: ['START', 'BRANCH', 'AML', 'DECISION', 'FINISH'], notApplicable: [] },
    });
    const read = await test.ok(getExecution, 200, {
      path: {
        entityId: result.entityId,
        serviceName: 'KYC',
        workflowName: 'Requested',
        workflowExecutionId: result.workflowExecutionId,
      },
    });
    expect(read.workflowResult).toEqual(result);
  });

  it('asks for a review where the condition cannot be evaluated, and runs every step', async () => {
    await publish(definition('Typo', '{ way: on, when: "aml.hitz == 0", workflow: Target }'));
    const result = await run('Typo');
    expect(result).toMatchObject({ status: 'REVIEW', endWorkflowName: 'Typo' });
    expect(result.steps?.incomplete).toEqual(['BRANCH']);
    expect(result.issues).toMatchObject([{ category: 'SYSTEM', issue: 'SERVICE_ERROR' }]);
  });

  it('is refused where it leads in a circle or into nothing', async () => {
    const lost = definition('Lost', '{ way: on, when: "true", workflow: Nowhere }');
    const circle = TARGET.replace(
      '  - { name: DECISION, type: DECISION, dependsOn: [AML] }',
      `  - name: BRANCH
    type: BRANCH
    configuration: { ways: [{ way: back, when: "true", workflow: Requested }] }
    dependsOn: [AML]
  - { name: DECISION, type: DECISION, dependsOn: [BRANCH] }`,
    );
    for (const [text, issue] of [
      [lost, 'Leads into Nowhere, which is not published for this service'],
      [circle, 'Leads in a circle, by way of target'],
    ] as const) {
      const { status, body } = await test.call(publishWorkflow, {
        ...operator(),
        body: bodyOf(text),
      });
      expect(status).toBe(400);
      expect(body).toMatchObject({ details: [{ issue }] });
    }
    const self = definition('Self', '{ way: on, when: "true", workflow: SELF }');
    const checked = await test.ok(validateWorkflow, 200, {
      ...operator(),
      body: { definition: self },
    });
    expect(checked.problems).toMatchObject([
      { step: 'BRANCH', issue: 'Leads into its own workflow' },
    ]);
  });

  it('is served with its steps in the contract’s words', async () => {
    const { workflows } = await test.ok(listWorkflows, 200, {
      query: { include: 'workflowDefinition' },
    });
    const requested = workflows.find(({ workflowName }) => workflowName === 'Requested');
    expect(requested?.definition?.steps?.map(({ dependsOn }) => dependsOn)).toEqual([
      [],
      ['START'],
      ['AML'],
      ['BRANCH'],
      ['DECISION'],
    ]);
  });

  it('keeps to the published contract throughout', () => {
    expect(test.violations).toEqual([]);
  });
});
