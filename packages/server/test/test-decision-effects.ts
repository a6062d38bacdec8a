import { randomBytes } from 'node:crypto';
import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import { executeWorkflow, getExecution } from '@probity/contract/operations/executions';
import { createIndividual, getIndividual } from '@probity/contract/operations/individuals';
import { listResults } from '@probity/contract/operations/results';
import type { TestApp } from './test-app.ts';

const SERVICE = 'KYC';

/** A person's execution of a workflow of one check. */
export type Run = {
  readonly path: {
    readonly entityId: string;
    readonly serviceName: string;
    readonly workflowName: string;
    readonly workflowExecutionId: string;
  };
  /** Results that its check rests on. */
  readonly ids: readonly string[];
};

/** What is to be seen of a run and its person, in the words of the decision matrix. */
export type Seen = Readonly<Record<string, string>>;

/** A workflow of one check, so that its outcome comes of that check. */
export async function publishCheck(
  test: TestApp,
  type: string,
  configuration: string,
): Promise<string> {
  const workflowName = `Only-${type}`;
  const definition = `
serviceName: ${SERVICE}
workflowName: ${workflowName}
workflowId: only-${type.toLowerCase()}
type: one_check
steps:
  - { name: START, type: START }
  - { name: CHECK, type: ${type}, configuration: ${configuration}, dependsOn: [START] }
  - { name: RISK, type: RISK, dependsOn: [CHECK] }
  - { name: DECISION, type: DECISION, dependsOn: [RISK] }
  - { name: FINISH, type: FINISH, dependsOn: [DECISION] }`;
  await test.ok(publishWorkflow, 201, {
    headers: { authorization: `Bearer ${test.operatorKey}` },
    body: { customerId: test.tenant.customerId, definition },
  });
  return workflowName;
}

/** A name like nobody's. */
export function word(): string {
  return [...randomBytes(5)]
    .map((byte) => `${'bcdfghjklmnprstvwz'[byte % 18]}${'aeiou'[byte % 5]}`)
    .join('');
}

/** Somebody like nobody else. */
export function nobody() {
  const [years = 0, days = 0] = randomBytes(2);
  return {
    name: { givenName: word(), familyName: word() },
    dateOfBirth: {
      year: `${1950 + (years % 40)}`,
      month: `${1 + (days % 12)}`,
      day: `${1 + (years % 28)}`,
    },
  };
}

export async function create(test: TestApp, individual: object): Promise<string> {
  const created = await test.ok(createIndividual, 201, { body: { individual } });
  return created.individual.entityId ?? '';
}

/** Executes; undefined where the person may not be executed on. */
export async function execute(
  test: TestApp,
  entityId: string,
  workflowName: string,
): Promise<Run | undefined> {
  const path = { entityId, serviceName: SERVICE, workflowName };
  const answer = await test.call(executeWorkflow, { path });
  if (answer.status === 422) return undefined;
  const { workflowResult } = executeWorkflow.answers[200].parse(answer.body);
  const check = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'CHECK');
  return {
    path: { ...path, workflowExecutionId: workflowResult?.workflowExecutionId ?? '' },
    ids: (check?.processResults ?? []).map(({ processResultId }) => processResultId ?? ''),
  };
}

/** Factors that anybody has, whatever the check says. */
const ANYBODYS: ReadonlySet<string> = new Set(['entity_type', 'entity_age', 'workflow_attempts']);
const MOST_RESULTS = 100;

export async function look(test: TestApp, { path }: Run): Promise<Seen> {
  const { workflowResult } = await test.ok(getExecution, 200, { path });
  const { individual, serviceProfiles = [] } = await test.ok(getIndividual, 200, { path });
  const query = { limit: MOST_RESULTS };
  const { processResults } = await test.ok(listResults, 200, { path, query });
  const check = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'CHECK');
  const profile = serviceProfiles.find(({ serviceName }) => serviceName === SERVICE);
  const summary = profile?.workflowSummaries?.find(
    (one) => one.workflowExecutionId === path.workflowExecutionId,
  );
  const assessment = summary?.riskAssessment;
  const factors = (assessment?.riskFactors ?? [])
    .filter(({ factor = '', score = 0 }) => !ANYBODYS.has(factor) && score !== 0)
    .map(
      ({ factor, score, status }) => `${factor} ${score}${status === 'VALID' ? '' : ` ${status}`}`,
    );
  const issues = (summary?.issues ?? []).map(
    ({ category, issue, isCleared }) => `${category}/${issue} ${isCleared ? 'cleared' : 'open'}`,
  );
  const outdated = processResults
    .filter(({ systemStatus }) => systemStatus !== 'VALID')
    .map((result) => `${result.class} ${result.systemStatus}`);
  const { duplicates = [] } = individual.relationships ?? {};
  return {
    status: `${workflowResult?.status}`,
    result: `${workflowResult?.result}`,
    step: `${check?.result}`,
    issue: words(issues),
    profile: `${profile?.state}`,
    'risk factors': words(factors),
    'risk level': `${assessment?.riskLevel}`,
    'risk is outdated': assessment?.isOutdated ? 'yes' : 'no',
    related: duplicates.length > 0 ? 'to each other' : 'no',
    'results that no longer count': words(outdated),
  };
}

function words(values: readonly string[]): string {
  return [...new Set(values)].sort().join(', ') || '–';
}
