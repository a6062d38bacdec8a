import { publishRiskProfile, showRiskProfile } from '@probity/contract/operations/admin-risk';
import { publishWorkflow } from '@probity/contract/operations/admin-workflows';
import { executeWorkflow } from '@probity/contract/operations/executions';
import {
  createIndividual,
  getIndividual,
  updateIndividual,
} from '@probity/contract/operations/individuals';
import { overrideRiskLevel, toggleMonitoring } from '@probity/contract/operations/profiles';
import { decideAmlResults } from '@probity/contract/operations/results';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemStatement } from '../src/kernel/statement.ts';
import { type TestApp, testApp } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
  await test.ok(publishWorkflow, 201, {
    ...operator(),
    body: { customerId: test.tenant.customerId, definition: SCORED },
  });
});
afterAll(() => test.close());

const SCORED = `
serviceName: KYC
workflowName: Scored
workflowId: scored
type: risk
steps:
  - { name: START, type: START }
  - { name: AML, type: AML, configuration: { lists: ["*"] }, dependsOn: [START] }
  - { name: RISK, type: RISK, dependsOn: [AML] }
  - { name: TOGGLE_MONITORING, type: MONITOR_TOGGLE, dependsOn: [RISK] }
  - { name: DECISION, type: DECISION, dependsOn: [TOGGLE_MONITORING] }
  - { name: FINISH, type: FINISH, dependsOn: [DECISION] }`;
const WORKFLOW = { serviceName: 'KYC', workflowName: 'Scored' };
const operator = () => ({ headers: { authorization: `Bearer ${test.operatorKey}` } });

const CLEAN = {
  name: { givenName: 'Nobody', familyName: 'Whosoever' },
  dateOfBirth: { year: '1980', month: '01', day: '02' },
  nationality: 'NZL',
};
const LISTED = {
  name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar' },
  dateOfBirth: { year: '1961', month: '03', day: '14' },
};

async function create(individual: object = CLEAN): Promise<string> {
  const created = await test.ok(createIndividual, 201, { body: { individual } });
  return created.individual.entityId ?? '';
}

async function run(entityId: string) {
  const answer = await test.ok(executeWorkflow, 200, { path: { entityId, ...WORKFLOW } });
  const { workflowResult, serviceProfile } = answer;
  const risk = workflowResult?.riskAssessment;
  if (!workflowResult || !risk) throw new Error('A run without an assessment.');
  return { workflowResult, serviceProfile, risk };
}

const profileOf = async (entityId: string) =>
  (await test.ok(getIndividual, 200, { path: { entityId } })).serviceProfiles?.[0];

async function auditTypes(entityId: string): Promise<string[]> {
  const rows = await test.database.system.all(
    systemStatement<{ type: string }>(
      'test-audit-types',
      'select type from audit_event where entity_id = $1::uuid order by occurred_at, event_id',
    ),
    [entityId],
  );
  return rows.map(({ type }) => type);
}

const override = (entityId: string, riskLevel: string) =>
  test.call(overrideRiskLevel, {
    path: { entityId, serviceName: 'KYC' },
    body: { riskLevel, comment: { text: 'looked at' } },
  });

describe('an assessment', () => {
  it('adds up factors, each with a sentence, and stands beside the run', async () => {
    const entityId = await create();
    const { workflowResult, serviceProfile, risk } = await run(entityId);

    expect(workflowResult.status).toBe('PASS');
    const factors = risk.riskFactors ?? [];
    const sum = factors.reduce((total, { score = 0 }) => total + score, 0);
    expect(risk).toMatchObject({
      workflowRiskScore: sum,
      workflowRiskLevel: 'LOW',
      riskScore: sum,
      riskLevel: 'LOW',
      isOutdated: false,
      workflowExecutionId: workflowResult.workflowExecutionId,
    });
    expect(factors.find(({ factor }) => factor === 'entity_age')).toMatchObject({
      score: 2,
      status: 'VALID',
      description: expect.stringMatching(/^Age of the person: \d+ scores 2 \(from 22 to 64\)\.$/),
    });
    expect(factors.every(({ description, value }) => description && value)).toBe(true);
    expect(serviceProfile?.latestRiskAssessmentId).toBe(risk.riskAssessmentId);
    expect(serviceProfile?.workflowSummaries?.[0]?.riskAssessment).toEqual(risk);
    const step = workflowResult.workflowStepResults?.find(({ stepName }) => stepName === 'RISK');
    expect(step?.risk).toMatchObject({ level: 'LOW', overallScore: sum, contributedScore: sum });
    expect(step?.risk?.factors).toHaveLength(factors.length);
    expect(await auditTypes(entityId)).toContain('WORKFLOW_RISK_CHANGE');
  });

  it('keeps an officer’s level by the shipped profile too, though attempts are counted', async () => {
    const entityId = await create();
    await run(entityId);
    expect((await override(entityId, 'HIGH')).status).toBe(200);
    const carried = await run(entityId);
    expect(carried.risk).toMatchObject({ riskLevel: 'HIGH', workflowRiskLevel: 'LOW' });
  });

  it('fails whoever is sanctioned, until an officer has cleared the hits', async () => {
    const entityId = await create(LISTED);
    const first = await run(entityId);
    expect(first.risk.riskLevel).toBe('UNACCEPTABLE');
    expect(first.workflowResult.status).toBe('FAIL');
    const hits = first.workflowResult.workflowStepResults?.flatMap(
      ({ processResults }) => processResults ?? [],
    );
    await test.ok(decideAmlResults, 200, {
      path: { entityId },
      body: {
        processResults: hits?.flatMap(({ processResultId }) => processResultId ?? []),
        manualStatus: 'FALSE_POSITIVE',
      },
    });
    const second = await run(entityId);
    expect(second.risk.riskLevel).toBe('LOW');
    expect(second.workflowResult.status).toBe('PASS');
  });

  it('keeps a factor that says the same, and is outdated by an edit of what it rests on', async () => {
    const entityId = await create();
    const [one, two] = [await run(entityId), await run(entityId)];
    const idOf = (risk: typeof one.risk, name: string) =>
      risk.riskFactors?.find(({ factor }) => factor === name)?.riskFactorId;
    expect(idOf(two.risk, 'entity_age')).toBe(idOf(one.risk, 'entity_age'));
    expect(idOf(two.risk, 'workflow_attempts')).not.toBe(idOf(one.risk, 'workflow_attempts'));

    const change = { individual: { nationality: 'PRK' } };
    await test.ok(updateIndividual, 200, { path: { entityId }, body: change });
    const outdated = (await profileOf(entityId))?.workflowSummaries?.[0]?.riskAssessment;
    expect(outdated?.isOutdated).toBe(true);
    const statusOf = (name: string) =>
      outdated?.riskFactors?.find(({ factor }) => factor === name)?.status;
    expect([statusOf('nationality_country'), statusOf('entity_age')]).toEqual(['STALE', 'VALID']);

    const three = await run(entityId);
    expect(three.risk).toMatchObject({ riskLevel: 'MEDIUM', isOutdated: false });
  });
});

const STEADY = `
profileName: default
levels: [{ level: LOW, from: 0 }, { level: HIGH, from: 10 }]
factors:
  - factor: nationality
    title: Nationality
    handler: nationality_country
    scores: [{ value: NZL, score: 1 }, { value: FRA, score: 12 }]`;

describe('an officer’s level', () => {
  beforeAll(async () => {
    const body = { customerId: test.tenant.customerId, profile: STEADY };
    const { riskProfile } = await test.ok(publishRiskProfile, 201, { ...operator(), body });
    expect(riskProfile).toMatchObject({ profileName: 'default', version: 'v1' });
    const shown = await test.ok(showRiskProfile, 200, {
      ...operator(),
      query: { customerId: test.tenant.customerId },
    });
    expect(shown.riskProfile).toEqual(riskProfile);
  });

  it('stands beside what was calculated and is carried over until a factor changes', async () => {
    const entityId = await create();
    const first = await run(entityId);
    expect(first.risk.riskLevel).toBe('LOW');
    const answered = await override(entityId, 'HIGH');
    expect(answered).toMatchObject({
      status: 200,
      body: {
        riskAssessment: { riskLevel: 'HIGH', workflowRiskLevel: 'LOW', workflowRiskScore: 1 },
      },
    });

    const carried = await run(entityId);
    expect(carried.risk).toMatchObject({ riskLevel: 'HIGH', workflowRiskLevel: 'LOW' });
    expect(carried.workflowResult.status).toBe('REVIEW');

    const change = { individual: { nationality: 'FRA' } };
    await test.ok(updateIndividual, 200, { path: { entityId }, body: change });
    const back = { individual: { nationality: 'NZL' } };
    await test.ok(updateIndividual, 200, { path: { entityId }, body: back });
    const anew = await run(entityId);
    expect(anew.risk).toMatchObject({ riskLevel: 'LOW', workflowRiskLevel: 'LOW' });
    expect(await auditTypes(entityId)).toEqual(
      expect.arrayContaining(['RISK_OVERRIDE', 'WORKFLOW_RISK_CHANGE']),
    );
  });

  it('is refused where there is nothing to override, and for UNKNOWN', async () => {
    const entityId = await create();
    expect((await override(entityId, 'HIGH')).status).toBe(409);
    await test.ok(executeWorkflow, 200, {
      path: { entityId, serviceName: 'KYC', workflowName: 'AML-Screening' },
    });
    const answer = await override(entityId, 'HIGH');
    expect(answer).toMatchObject({ status: 409, body: { errorCode: 'VAL-0409' } });
    expect((await override(entityId, 'UNKNOWN')).status).toBe(400);
  });
});

describe('monitoring', () => {
  const toggle = (entityId: string, query: Record<string, string>) =>
    test.ok(toggleMonitoring, 200, { path: { entityId }, query });

  it('is switched on by a run that passes, and not again by the next', async () => {
    const entityId = await create();
    const stepOf = ({ workflowResult }: Awaited<ReturnType<typeof run>>) =>
      workflowResult.workflowStepResults?.find(({ stepName }) => stepName === 'TOGGLE_MONITORING');
    const first = await run(entityId);
    expect(stepOf(first)?.result).toBe('COMPLETE');
    expect(first.serviceProfile?.subscriptions).toMatchObject([{ type: 'AML', status: 'ENABLED' }]);
    expect(stepOf(await run(entityId))?.result).toBe('NOT_APPLICABLE');
  });

  it('is not switched on for whoever does not pass', async () => {
    const { serviceProfile } = await run(await create(LISTED));
    expect(serviceProfile?.subscriptions).toEqual([]);
  });

  it('is switched in every service and type, and stays as it is when said again', async () => {
    const entityId = await create();
    await test.ok(executeWorkflow, 200, {
      path: { entityId, serviceName: 'AML', workflowName: 'PEP & Sanctions' },
    });
    const on = await toggle(entityId, { enabled: 'true' });
    expect(on.monitoring.AML).toMatchObject({
      status: 'ENABLED',
      providers: ['probity', 'sandbox'],
      subscriptions: [
        {
          serviceName: 'AML',
          status: 'ENABLED',
          enabledAt: expect.any(String),
          workflows: [{ workflowName: 'PEP & Sanctions', lifecyclePhase: 'MONITORING' }],
        },
      ],
    });
    expect(on.monitoring.ACTIVITY).toMatchObject({ status: 'ENABLED', providers: [] });
    const audited = (await auditTypes(entityId)).length;
    const again = await toggle(entityId, { enabled: 'true' });
    expect(again.monitoring).toEqual(on.monitoring);
    expect(await auditTypes(entityId)).toHaveLength(audited);

    const off = await toggle(entityId, { enabled: 'false', monitoringTypes: 'AML' });
    expect(off.monitoring).toMatchObject({
      AML: { status: 'DISABLED', subscriptions: [{ status: 'DISABLED' }] },
    });
    expect(off.monitoring).not.toHaveProperty('ACTIVITY');
    expect((await profileOf(entityId))?.subscriptions).toMatchObject([
      { type: 'ACTIVITY', status: 'ENABLED' },
      { type: 'AML', status: 'DISABLED', disabledAt: expect.any(String) },
    ]);
  });

  it('wants to be told which', async () => {
    const entityId = await create();
    for (const query of [{}, { enabled: 'yes' }, { enabled: 'true', monitoringTypes: 'ALL' }]) {
      const answer = await test.call(toggleMonitoring, { path: { entityId }, query });
      expect(answer.status).toBe(400);
    }
  });
});

it('finds the service KYC by its other name too', async () => {
  const entityId = await create();
  const path = { entityId, serviceName: 'default', workflowName: 'Risk-Screening' };
  const { workflowResult, serviceProfile } = await test.ok(executeWorkflow, 200, { path });
  expect(workflowResult).toMatchObject({
    status: 'PASS',
    steps: { incomplete: ['FRAUD'], notApplicable: ['MEDIA'] },
  });
  expect(serviceProfile?.serviceName).toBe('KYC');
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
