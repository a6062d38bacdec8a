import { getExecution, listExecutions } from '@probity/contract/operations/executions';
import { getIndividual } from '@probity/contract/operations/individuals';
import { listResults } from '@probity/contract/operations/results';
import type { WorkflowResult } from '@probity/contract/workflow-result';
import type { Customer } from './customer.ts';
import { OVERRIDDEN_STATUS } from './reject-true-positive.ts';
import { DEMO_WORKFLOW, type Stage } from './stage.ts';

/** What was kept about a customer, and is read back. */
export type Kept = { readonly customer: Customer; readonly failed: WorkflowResult };

/** Executions of the second customer so far: the first, and the one after the rejection. */
const EXECUTIONS = 2;

/** Reads the person, the executions, the overridden one and the results, and compares them. */
export async function readEverythingBack(stage: Stage, kept: Kept): Promise<void> {
  const { story, client } = stage;
  const { entityId } = kept.failed;
  await story.point('The person is read back', async (point) => {
    const { body } = await client.call(getIndividual, { path: { entityId } });
    const { name, dateOfBirth } = body.individual;
    point.fact('entity', body.individual.entityId);
    point.fact('name', `${name?.givenName} ${name?.familyName}`);
    point.fact('born', dateOfBirth?.normalized);
    point.fact('profiles', body.serviceProfiles.map(profileInWords).join(', '));
    point.expect('the family name', kept.customer.individual.name.familyName, name?.familyName);
    point.expect('the year of birth', kept.customer.individual.dateOfBirth.year, dateOfBirth?.year);
    point.expect('the number of service profiles', 1, body.serviceProfiles.length);
  });
  await story.point('The executions are read back, newest first', async (point) => {
    const { body } = await client.call(listExecutions, { path: { entityId, ...DEMO_WORKFLOW } });
    for (const { workflowExecutionId, result, status } of body.workflowResults) {
      point.say(`${workflowExecutionId}  result ${result}  status ${status}`);
    }
    const [newest] = body.workflowResults;
    point.expect('the number of executions', EXECUTIONS, body.meta.total);
    point.expect('the newest', kept.failed.workflowExecutionId, newest?.workflowExecutionId);
  });
  await readExecution(stage, kept.failed);
  await readResults(stage, entityId);
}

async function readExecution({ story, client }: Stage, failed: WorkflowResult): Promise<void> {
  await story.point('The overridden execution keeps its own result', async (point) => {
    const { entityId, workflowExecutionId } = failed;
    const { body } = await client.call(getExecution, {
      path: { entityId, workflowExecutionId, ...DEMO_WORKFLOW },
    });
    const { result, status, statusOverrideBy, statusOverrideRequestId } = body.workflowResult;
    point.fact('execution', workflowExecutionId);
    point.fact('result', result);
    point.fact('status', status);
    point.fact('overridden by', statusOverrideBy);
    point.fact('in request', statusOverrideRequestId);
    point.expect('the result', 'FAIL', result);
    point.expect('the status', OVERRIDDEN_STATUS, status);
    point.expect('whether the override has a request', true, Boolean(statusOverrideRequestId));
  });
}

async function readResults({ story, client }: Stage, entityId: string): Promise<void> {
  await story.point('The evidence is read back, with the decisions on it', async (point) => {
    const { body } = await client.call(listResults, {
      path: { entityId },
      query: { classes: ['AML'], limit: 100 },
    });
    const rejected = body.processResults.filter(
      ({ manualStatus }) => manualStatus === 'TRUE_POSITIVE_REJECT',
    );
    point.fact('results', body.meta.total);
    point.fact('rejected', rejected.length);
    for (const result of body.processResults.slice(0, 3)) {
      point.say(`${result.processResultId}  ${result.result}  ${result.manualStatus}`);
    }
    point.expect('whether there is a result', true, body.meta.total > 0);
    point.expect('the number of rejected hits', body.processResults.length, rejected.length);
  });
}

function profileInWords(profile: { serviceName?: string | undefined; state?: string | undefined }) {
  return `${profile.serviceName} ${profile.state}`;
}
