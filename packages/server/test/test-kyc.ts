import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import { executeWorkflow } from '@probity/contract/operations/executions';
import { createIndividual } from '@probity/contract/operations/individuals';
import { listResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type {
  AttributeFinding,
  IdentityAsk,
  IdentityProvider,
  SourceFinding,
} from '../src/providers/identity-provider.ts';
import { type Silent, SourceUnavailable } from '../src/providers/source-call.ts';
import { type TestApp, testApp } from './test-app.ts';

export type Word = AttributeFinding['result'];
/** What one source is made to say. */
export type Script = {
  readonly name?: Word;
  readonly dob?: Word;
  readonly address?: Word;
  readonly gender?: Word;
  readonly document?: SourceFinding['documents'][number]['result'];
  readonly isDeceased?: boolean;
  readonly isCreditHeader?: boolean;
  readonly silent?: 'timeout' | 'error' | 'refused' | 'nonsense';
};

export const asks: { provider: string; ask: IdentityAsk }[] = [];
export const scripts: Record<string, Script> = {};

/** What each source says from now on; one that is not named knows nobody. */
export function say(words: Readonly<Record<string, Script>>): void {
  for (const name of Object.keys(scripts)) delete scripts[name];
  Object.assign(scripts, words);
}

/** A vendor that says what the test lets it say, about what it is asked. */
export function vendor(name: string): IdentityProvider {
  return {
    name,
    serves: () => true,
    async verify(ask) {
      asks.push({ provider: name, ask });
      const script = scripts[name] ?? {};
      const { silent } = script;
      if (silent === 'timeout' || silent === 'error') throw new SourceUnavailable(name, silent);
      if (silent === 'nonsense')
        return { outcome: 'answered', sources: [{ source: name }] } as never;
      if (silent) {
        return { outcome: 'silent', because: silent, detail: `${name} refused` } satisfies Silent;
      }
      return { outcome: 'answered', sources: [said(name, ask, script)] };
    },
  };
}

export function said(name: string, ask: IdentityAsk, script: Script): SourceFinding {
  const { subject, attributes, documents } = ask;
  const elements = {
    name: subject.names,
    dob: subject.births,
    address: subject.addresses,
    gender: subject.gender ? [{ objectId: subject.entityId }] : [],
  };
  const words = {
    name: 'fullName',
    dob: 'fullDateOfBirth',
    address: 'fullAddress',
    gender: 'gender',
  };
  return {
    source: `src-${name}`,
    sourceName: `Register of ${name}`,
    reference: `${name}/1`,
    attributes: attributes.flatMap((attribute) =>
      elements[attribute].map(({ objectId }): AttributeFinding => {
        const result = script[attribute] ?? 'NO_MATCH';
        const strengths = { [words[attribute]]: result === 'MATCH' ? 100 : 20 };
        return { attribute, objectId, result, strengths };
      }),
    ),
    documents: documents.map((documentId) => ({
      documentId,
      result: script.document ?? 'NO_MATCH',
      strengths: { primaryIdentifier: script.document === 'MATCH' ? 100 : 0 },
    })),
    ...(script.isDeceased && { isDeceased: true }),
    ...(script.isCreditHeader && { isCreditHeader: true }),
  };
}

export const ALL: Script = {
  name: 'MATCH',
  dob: 'MATCH',
  address: 'MATCH',
  gender: 'MATCH',
  document: 'MATCH',
};

export let test: TestApp;
beforeAll(async () => {
  test = await testApp({ identity: ['alpha', 'beta', 'gamma'].map(vendor) });
});
beforeEach(() => {
  say({});
  asks.length = 0;
});
afterAll(() => test.close());

export const PERSON = {
  name: { givenName: 'Ada', middleName: 'Maria', familyName: 'Quillfeather' },
  dateOfBirth: { year: '1962', month: '04', day: '07' },
  gender: { gender: 'FEMALE' },
  addresses: [
    {
      type: 'RESIDENTIAL',
      streetNumber: '12',
      streetName: 'Harbour',
      streetType: 'Street',
      locality: 'Redfern',
      subdivision: 'NSW',
      postalCode: '2016',
      country: 'AUS',
    },
  ],
  consents: [{ type: 'GENERAL' }],
  documents: {
    IDENTITY: [{ type: 'PASSPORT', country: 'AUS', primaryIdentifier: 'PA123456' }],
  },
};

export let published = 0;

/** Publishes a workflow with one verification, and returns its path. */
export async function workflow(configuration: object, app = test) {
  const workflowName = `KYC-${++published}`;
  const step = (type: string, dependsOn: string[], more: object = {}) => ({
    name: type,
    type,
    description: type,
    dependsOn,
    ...more,
  });
  const definition = {
    serviceName: 'KYC',
    workflowName,
    workflowId: `kyc-${published}`,
    type: 'kyc',
    lifecyclePhase: 'ONBOARDING',
    monitoringTypes: ['AML'],
    steps: [
      step('START', []),
      step('KYC', ['START'], { configuration }),
      step('DECISION', ['KYC']),
      step('FINISH', ['DECISION']),
    ],
  };
  const { customerId } = app.tenant;
  const body = { customerId, definition: JSON.stringify(definition) };
  await app.ok(publishWorkflow, 201, { headers: operator(app), body });
  return { serviceName: 'KYC', workflowName };
}

export const operator = (app: TestApp) => ({ authorization: `Bearer ${app.operatorKey}` });

export async function create(individual: object = PERSON, app = test): Promise<string> {
  const created = await app.ok(createIndividual, 201, { body: { individual } });
  return created.individual.entityId ?? '';
}

export async function execute(
  entityId: string,
  path: { serviceName: string; workflowName: string },
  app = test,
) {
  const { workflowResult } = await app.ok(executeWorkflow, 200, { path: { entityId, ...path } });
  const step = workflowResult?.workflowStepResults?.find(({ stepName }) => stepName === 'KYC');
  if (!workflowResult || !step) throw new Error('An answer without its verification.');
  const issues = (workflowResult.issues ?? []).map(
    ({ category, issue, severity }) => `${category}/${issue} ${severity}`,
  );
  return { ...workflowResult, step, issueNames: issues, results: step.processResults ?? [] };
}

export type Run = Awaited<ReturnType<typeof execute>>;
export const rules = ({ step }: Run) => {
  const summary = step.summary as {
    matchedRules?: { ruleName?: string }[];
    unmatchedRules?: { ruleName?: string }[];
  };
  return {
    matched: summary.matchedRules?.map(({ ruleName }) => ruleName),
    unmatched: summary.unmatchedRules?.map(({ ruleName }) => ruleName),
  };
};
export const visits = ({ step }: Run) =>
  (step.serviceProviders ?? []).map(({ provider, result }) => `${provider} ${result}`);
export const idsOf = ({ results }: Run) => results.map(({ processResultId }) => processResultId);

export async function statusesOf(entityId: string) {
  const { processResults } = await test.ok(listResults, 200, { path: { entityId } });
  return new Map(
    processResults.map(({ processResultId = '', systemStatus }) => [processResultId, systemStatus]),
  );
}
