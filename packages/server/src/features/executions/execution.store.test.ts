import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../kernel/id.ts';
import { pageOf } from '../../kernel/page.ts';
import type { Entity } from '../entities/entity.store.ts';
import { type TestTenant, testTenant } from '../entities/test-tenant.ts';
import {
  insertServiceProfile,
  listServiceProfiles,
} from '../service-profiles/service-profile.store.ts';
import { profileIdOf, type ServiceProfile } from '../service-profiles/service-profile.ts';
import {
  EXECUTION_EFFECT,
  EXECUTION_END_EFFECT,
  findExecution,
  listExecutions,
  listLatestExecutions,
  lockExecution,
  toExecutionEndRow,
  toExecutionRow,
} from './execution.store.ts';
import type { ExecutionFilter } from './execution.ts';
import { type Execution, ExecutionNotFound, ExecutionStillRuns } from './execution.ts';
import { type Outcome, reportOf } from './execution-report.ts';
import { overrideExecution } from './override-execution.command.ts';
import { stepEndOf } from './step-end.ts';
import { testExecution } from './test-executions.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await testTenant();
});
afterAll(() => tenant.test.drop());

const day = (number: number) => new Date(`2026-04-0${number}T00:00:00.000Z`);

const REPORT = reportOf([
  stepEndOf({ name: 'AML', type: 'AML', startedAt: day(1) }, () => day(1), { result: 'CLEAR' }).end,
]);

async function begin({ vault, individual }: Entity, more: Partial<Execution> = {}) {
  const given = { individual, workflowType: 'aml', isSandbox: true };
  const execution = testExecution({ entityId: vault.entityId, given, ...more });
  await tenant.write(EXECUTION_EFFECT, toExecutionRow(vault, execution));
  return execution;
}

async function finish(
  { vault }: Entity,
  { workflowExecutionId }: Execution,
  ended: Outcome | { outcome: Outcome; endedAt: Date },
) {
  const { outcome, endedAt } =
    typeof ended === 'string' ? { outcome: ended, endedAt: day(2) } : ended;
  const processResultIds = [newUuid()];
  const end = { workflowExecutionId, outcome, endedAt, processResultIds, report: REPORT };
  await tenant.write(EXECUTION_END_EFFECT, toExecutionEndRow(vault, end));
  return processResultIds;
}

/** A profile in the service `kyc`, unless it says otherwise. */
async function keepProfile({ vault }: Entity, more: Partial<ServiceProfile> = {}) {
  const { entityId } = vault;
  await insertServiceProfile(tenant.db, vault, {
    serviceProfileId: profileIdOf(entityId, more.serviceKey ?? 'kyc'),
    entityId,
    serviceKey: 'kyc',
    serviceName: 'KYC',
    state: 'INIT',
    currentWorkflowId: null,
    currentWorkflowName: null,
    latestWorkflowExecutionId: null,
    createdAt: day(1),
    createdRequestId: 'r',
    createdBy: null,
    updatedAt: day(1),
    updatedRequestId: 'r',
    updatedBy: null,
    officers: {},
    ...more,
  });
}

const read = ({ vault }: Entity, { workflowExecutionId }: Execution) =>
  findExecution(tenant.db, vault, workflowExecutionId);

describe('the execution store', () => {
  it('gives back a run as it began', async () => {
    const entity = await tenant.keep();
    const execution = await begin(entity, { startedBy: 'ada@example.org', individualRevision: 7 });
    expect(await read(entity, execution)).toEqual(execution);
  });

  it('gives back a run as it ended', async () => {
    const entity = await tenant.keep();
    const execution = await begin(entity);
    const processResultIds = await finish(entity, execution, 'PASS');

    const { steps, issues } = REPORT;
    expect(await read(entity, execution)).toEqual({
      ...execution,
      state: 'COMPLETED',
      result: 'PASS',
      status: 'PASS',
      endedAt: day(2),
      updatedAt: day(2),
      processResultIds,
      summary: { steps, issues },
      report: REPORT,
    });
  });

  it('knows no run of another person or tenant', async () => {
    const entity = await tenant.keep();
    const execution = await begin(entity);
    const other = await tenant.keep();
    const stranger = await tenant.another();
    const { workflowExecutionId } = execution;

    expect(await read(other, execution)).toBeUndefined();
    for (const find of [findExecution, lockExecution]) {
      expect(await find(stranger.db, entity.vault, workflowExecutionId)).toBeUndefined();
    }
    expect(await listLatestExecutions(stranger.db, entity.vault, 5)).toEqual([]);
  });
});

describe('listing executions', () => {
  let entity: Entity;
  let executions: Execution[];

  beforeAll(async () => {
    entity = await tenant.keep();
    executions = [];
    for (const number of [1, 2, 3, 4]) {
      executions.push(await begin(entity, { startedAt: day(number) }));
    }
    const [first, second, third] = executions;
    if (!first || !second || !third) throw new Error('There are four.');
    await finish(entity, first, { outcome: 'PASS', endedAt: day(5) });
    await finish(entity, second, { outcome: 'FAIL', endedAt: day(6) });
    await finish(entity, third, { outcome: 'PASS', endedAt: day(7) });
    await begin(entity, { workflowKey: 'other' });
    await begin(entity, { serviceKey: 'aml' });
  });

  it.each<{ by: string; filter: Partial<ExecutionFilter>; places: number[] }>([
    { by: 'nothing, newest first', filter: {}, places: [3, 2, 1, 0] },
    { by: 'result', filter: { workflowResults: ['PASS', 'CLEAR'] }, places: [2, 0] },
    { by: 'state', filter: { workflowExecutionStates: ['IN_PROGRESS'] }, places: [3] },
    {
      by: 'start, inclusive',
      filter: { startedAtAfter: day(2), startedAtBefore: day(3) },
      places: [2, 1],
    },
    {
      by: 'end, inclusive',
      filter: { endedAtAfter: day(6), endedAtBefore: day(7) },
      places: [2, 1],
    },
    {
      by: 'end, which leaves out what still runs',
      filter: { endedAtAfter: day(1) },
      places: [2, 1, 0],
    },
    { by: 'another workflow', filter: { workflowKey: 'none' }, places: [] },
  ])('filters by $by', async ({ filter, places }) => {
    const { executions: found, total } = await listExecutions(tenant.db, entity.vault, {
      serviceKey: 'kyc',
      workflowKey: 'aml-screening',
      page: pageOf({}),
      ...filter,
    });
    const ids = found.map(({ workflowExecutionId }) => workflowExecutionId);
    expect(ids).toEqual(places.map((place) => executions[place]?.workflowExecutionId));
    expect(total).toBe(places.length);
  });

  it('shows every run on one page only, and the total beyond the last', async () => {
    const page = async (number: number) => {
      const filter = { serviceKey: 'kyc', workflowKey: 'aml-screening' };
      const listed = await listExecutions(tenant.db, entity.vault, {
        ...filter,
        page: pageOf({ page: number, limit: 3 }),
      });
      return [listed.executions.length, listed.total];
    };
    expect(await Promise.all([page(1), page(2), page(3)])).toEqual([
      [3, 4],
      [1, 4],
      [0, 4],
    ]);
  });

  it('shows the newest of each service, however many another one has', async () => {
    for (const serviceKey of ['kyc', 'aml', 'quiet']) await keepProfile(entity, { serviceKey });
    const latest = await listLatestExecutions(tenant.db, entity.vault, 2);

    expect(latest.map(({ serviceKey }) => serviceKey)).toEqual(['aml', 'kyc', 'kyc']);
    expect(latest.map(({ workflowKey }) => workflowKey)[1]).toBe('other');
  });
});

describe('overrideExecution', () => {
  const pathOf = (execution: Execution) => ({
    entityId: execution.entityId,
    serviceName: 'kyc',
    workflowName: 'AML-SCREENING',
    workflowExecutionId: execution.workflowExecutionId,
  });
  const override = (execution: Execution, status: Outcome, ctx = tenant.ctx) =>
    overrideExecution(ctx, { path: pathOf(execution), status, comment: { text: 'Seen.' } });

  it('puts the officer’s outcome beside the automatic one', async () => {
    const entity = await tenant.keep();
    const execution = await begin(entity);
    await finish(entity, execution, 'FAIL');
    await override(execution, 'PASS');
    await override(execution, 'UNCHECKED');

    expect(await read(entity, execution)).toMatchObject({
      result: 'FAIL',
      status: 'UNCHECKED',
      state: 'COMPLETED',
      report: REPORT,
      override: { requestId: tenant.ctx.requestId, by: 'officer@example.org' },
      updatedBy: 'officer@example.org',
    });
  });

  it('refuses while the run is under way', async () => {
    const entity = await tenant.keep();
    const execution = await begin(entity);
    await expect(override(execution, 'PASS')).rejects.toThrow(ExecutionStillRuns);
    expect((await read(entity, execution))?.status).toBe('IN_PROGRESS');
  });

  it('moves the profile for its latest run alone', async () => {
    const entity = await tenant.keep();
    const [old, latest] = [await begin(entity), await begin(entity)];
    for (const execution of [old, latest]) await finish(entity, execution, 'REVIEW');
    const { workflowExecutionId } = latest;
    await keepProfile(entity, { state: 'AUTO', latestWorkflowExecutionId: workflowExecutionId });
    const state = async () => (await listServiceProfiles(tenant.db, entity.vault))[0]?.state;

    await override(old, 'PASS');
    expect(await state()).toBe('AUTO');
    await override(latest, 'APPROVED');
    expect(await state()).toBe('ACTIVE');
    await override(latest, 'REJECTED');
    expect(await state()).toBe('AUTO');
  });

  it('knows no run by another workflow’s name, and none of another tenant', async () => {
    const entity = await tenant.keep();
    const execution = await begin(entity);
    await finish(entity, execution, 'FAIL');
    const path = { ...pathOf(execution), workflowName: 'other' };
    const asked = { path, status: 'PASS' as const, comment: undefined };

    await expect(overrideExecution(tenant.ctx, asked)).rejects.toThrow(ExecutionNotFound);
    await expect(override(execution, 'PASS', await tenant.another())).rejects.toThrow('not found');
    expect((await read(entity, execution))?.status).toBe('FAIL');
  });
});
