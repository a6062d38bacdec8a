import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import { executeWorkflow } from '@probity/contract/operations/executions';
import { createIndividual, getIndividual } from '@probity/contract/operations/individuals';
import {
  createMatchlist,
  updateMatchlist,
} from '@probity/contract/operations/matchlists/admin-matchlists';
import { createMatchlistEntries } from '@probity/contract/operations/matchlists/matchlists';
import { decideMatchlistResults } from '@probity/contract/operations/results';
import type { TestApp, TestTenant } from './test-app.ts';

export type Attribute = { readonly type: string; readonly value: string };

let count = 0;

/** Somebody whom nobody resembles. */
export function somebody() {
  count += 1;
  const syllables = ['ba', 'ko', 'ru', 'mi', 'zen', 'tal', 'vor', 'quis', 'dre', 'lop'];
  const word = [...String(count * 7_919 + 10_000)]
    .map((digit) => syllables[Number(digit)])
    .join('');
  return {
    name: { givenName: `Gi${word}`, familyName: `Fa${[...word].reverse().join('')}` },
    dateOfBirth: {
      year: String(1950 + (count % 40)),
      month: String(1 + (count % 12)).padStart(2, '0'),
      day: String(1 + ((count * 5) % 28)).padStart(2, '0'),
    },
  };
}

export const nameOf = ({
  name,
}: {
  name: { givenName: string; familyName: string };
}): Attribute[] => [
  { type: 'IND_GIVEN_NAME', value: name.givenName },
  { type: 'IND_FAMILY_NAME', value: name.familyName },
];

export const dateOf = ({ dateOfBirth }: ReturnType<typeof somebody>) =>
  `${dateOfBirth.year}-${dateOfBirth.month}-${dateOfBirth.day}`;

/** What journeys on matchlists do again and again. */
export function matchlistTools(app: () => TestApp) {
  return { ...listTools(app), ...personTools(app) };
}

/** The operator's side, and entries. */
function listTools(app: () => TestApp) {
  const operator = () => ({ authorization: `Bearer ${app().operatorKey}` });

  async function publish(tenant: TestTenant, workflowName = 'Lists', configuration = {}) {
    const { customerId, customerChildId } = tenant;
    const definition = JSON.stringify({
      serviceName: 'KYC',
      workflowId: workflowName.toLowerCase(),
      workflowName,
      type: 'kyc',
      lifecyclePhase: 'ONBOARDING',
      steps: [
        { name: 'START', type: 'START' },
        { name: 'MATCHLIST', type: 'BLOCKLIST', dependsOn: ['START'], configuration },
        { name: 'DUPLICATE', type: 'DUPLICATE', dependsOn: ['MATCHLIST'] },
        { name: 'DECISION', type: 'DECISION', dependsOn: ['DUPLICATE'] },
        { name: 'FINISH', type: 'FINISH', dependsOn: ['DECISION'] },
      ],
    });
    const body = { customerId, customerChildId, definition };
    await app().ok(publishWorkflow, 201, { headers: operator(), body });
  }

  async function setUp(name: string, action: string, as = app().tenant) {
    const { customerId, customerChildId } = as;
    const body = { customerId, customerChildId, name, action, riskScore: 5 };
    const { matchlist } = await app().ok(createMatchlist, 201, { headers: operator(), body });
    return matchlist.matchlistId ?? '';
  }

  async function add(attributes: readonly Attribute[], matchlistName = 'blocklist', more = {}) {
    const body = { entries: [{ attributes, ...more }] };
    const called = {
      path: { matchlistName },
      body,
      headers: { 'X-Frankie-Username': 'jo@example.org' },
    };
    const { entries } = await app().ok(createMatchlistEntries, 200, called);
    const [entry] = entries;
    if (!entry?.entryId) throw new Error('There is no entry.');
    return { ...entry, entryId: entry.entryId };
  }

  async function change(name: string, changes: object, as = app().tenant) {
    const { customerId, customerChildId } = as;
    const body = { customerId, customerChildId, name, ...changes };
    return (await app().ok(updateMatchlist, 200, { headers: operator(), body })).matchlist;
  }

  return { operator, publish, setUp, add, change };
}

/** People, and what officers say of them. */
function personTools(app: () => TestApp) {
  async function create(individual: object, as = app().tenant): Promise<string> {
    const created = await app().ok(createIndividual, 201, { body: { individual }, as });
    return created.individual.entityId ?? '';
  }

  async function execute(entityId: string, { as = app().tenant, workflowName = 'Lists' } = {}) {
    const { workflowResult, serviceProfile } = await app().ok(executeWorkflow, 200, {
      path: { entityId, serviceName: 'KYC', workflowName },
      as,
    });
    const steps = workflowResult?.workflowStepResults ?? [];
    const step = steps.find(({ stepName }) => stepName === 'MATCHLIST');
    const next = steps.find(({ stepName }) => stepName === 'DUPLICATE');
    if (!workflowResult || !step || !next) throw new Error('An answer without its step.');
    return {
      ...workflowResult,
      step,
      next,
      hits: step.processResults ?? [],
      state: serviceProfile?.state,
    };
  }

  async function decide(
    entityId: string,
    hits: readonly { processResultId?: string | undefined }[],
    manualStatus: string,
  ) {
    const body = { processResults: hits.map((hit) => hit.processResultId ?? ''), manualStatus };
    const isBeyondContract = !['FALSE_POSITIVE', 'TRUE_POSITIVE_REJECT'].includes(manualStatus);
    const { processResults } = await app().ok(decideMatchlistResults, 200, {
      path: { entityId },
      body,
      isBeyondContract,
    });
    return processResults;
  }

  async function statesOf(entityId: string) {
    const { serviceProfiles } = await app().ok(getIndividual, 200, { path: { entityId } });
    return serviceProfiles?.map(({ state }) => state);
  }

  return { create, execute, decide, statesOf };
}
