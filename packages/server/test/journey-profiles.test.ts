import {
  createAndExecuteWorkflow,
  executeWorkflow,
  getExecution,
  overrideExecution,
  updateAndExecuteWorkflow,
} from '@probity/contract/operations/executions';
import {
  createIndividual,
  deleteIndividual,
  getIndividual,
} from '@probity/contract/operations/individuals';
import { addMatchlistEntity } from '@probity/contract/operations/matchlists/matchlists';
import { getProfile, updateProfile } from '@probity/contract/operations/profiles';
import { listResults } from '@probity/contract/operations/results';
import { searchProfiles } from '@probity/contract/operations/search-profiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { masterKeyFrom } from '../src/kernel/seal.ts';
import { systemStatement } from '../src/kernel/statement.ts';
import { vaultsOf } from '../src/kernel/vault.ts';
import { type TestApp, testApp, until } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const ABSENT = '0b6a4d2e-9b1c-4f7a-8a52-0c6f5f2f7d11';
const SCREENING = { serviceName: 'KYC', workflowName: 'AML-Screening' };
const LISTED = {
  name: { givenName: 'Zorvan', middleName: 'Ilmere', familyName: 'Kaltezmar' },
  dateOfBirth: { year: '1961', month: '03', day: '14' },
};
const PERSON = {
  name: { givenName: 'Ottoline', familyName: 'Fennimore' },
  dateOfBirth: { year: '1984', month: '02', day: '29' },
  addresses: [{ country: 'AUS' }],
};

type Path = typeof SCREENING & { readonly entityId: string };

async function create(individual: object = PERSON): Promise<Path> {
  const body = { individual, ...SCREENING };
  const made = await test.ok(createIndividual, 201, { body });
  return { ...SCREENING, entityId: made.individual.entityId ?? '' };
}

async function patch(path: Path, serviceProfile: object, comment?: string) {
  const body = { serviceProfile, ...(comment && { comment: { text: comment } }) };
  return (await test.ok(updateProfile, 200, { path, body })).serviceProfile;
}

const profile = async (path: Path) => (await test.ok(getProfile, 200, { path })).serviceProfile;

type Told = { readonly detail: object; readonly userComment?: string };

const SEALED = systemStatement<{
  event_id: string;
  tenant_id: string;
  type: string;
  sealed: Buffer;
  wrapped: Buffer;
}>(
  'test-sealed-events',
  `select a.event_id, a.tenant_id, a.type, a.sealed, k.wrapped
   from audit_event a join keyring.entity_key k using (tenant_id, entity_id)
   where a.entity_id = $1 order by a.occurred_at, a.event_id`,
);

/** What the audit tells of a profile, opened. */
async function told({ entityId }: Path): Promise<(Told & { readonly type: string })[]> {
  const rows = await test.database.system.all(SEALED, [entityId]);
  const vaults = vaultsOf(masterKeyFrom(test.masterKey));
  return rows
    .filter(({ type }) => /^SERVICE_PROFILE_(UPDATE|STATE)/.test(type))
    .map(({ tenant_id, wrapped, event_id, type, sealed }) => ({
      type,
      ...vaults.open(tenant_id, entityId, wrapped).unseal<Told>(`audit_event/${event_id}`, sealed),
    }));
}

describe('a service profile', () => {
  it('is read as the individual shows it, whatever the case of the service', async () => {
    const path = await create();
    await test.ok(executeWorkflow, 200, { path });
    const { serviceProfiles } = await test.ok(getIndividual, 200, { path });
    expect(await profile(path)).toEqual(serviceProfiles[0]);
    expect(await profile({ ...path, serviceName: 'kyc' })).toEqual(serviceProfiles[0]);
  });

  it('that is not there is not found, as one of nobody is not', async () => {
    const path = { ...(await create()), serviceName: 'None' };
    for (const operation of [getProfile, updateProfile]) {
      const body = operation === updateProfile ? {} : undefined;
      expect(await test.call(operation, { path, body })).toMatchObject({
        status: 404,
        body: { errorCode: 'ENT-1010', details: [{ issueLocation: 'path.serviceName' }] },
      });
      const nobody = { ...path, entityId: ABSENT };
      expect((await test.call(operation, { path: nobody, body })).status).toBe(404);
    }
  });

  it('keeps who looks after it, and is found by them', async () => {
    const path = await create();
    const first = await patch(path, { assignee: 'jo@example.org' });
    const second = await patch(path, { reviewer: ' bo@example.org ' });
    expect(first).toMatchObject({ assignee: 'jo@example.org' });
    expect(second).toMatchObject({ assignee: 'jo@example.org', reviewer: 'bo@example.org' });
    expect(await profile(path)).toEqual(second);

    const found = async (filters: object) => {
      const call = { body: { filters }, isBeyondContract: true };
      const { matches } = await test.ok(searchProfiles, 200, call);
      return matches.flat().map(({ serviceProfile }) => serviceProfile.entityId);
    };
    expect(await found({ assignees: ['jo@example.org'] })).toEqual([path.entityId]);
    expect(await found({ reviewers: ['bo@example.org'] })).toEqual([path.entityId]);
    expect(await found({ reviewers: ['jo@example.org'] })).toEqual([]);
    const third = await patch(path, { assignee: '' });
    expect(third).toMatchObject({ reviewer: 'bo@example.org' });
    expect(third).not.toHaveProperty('assignee');
    expect(await found({ assignees: ['jo@example.org'] })).toEqual([]);
  });

  it('has each change in the audit, by the names of fields', async () => {
    const path = await create();
    await patch(path, { assignee: 'jo@example.org', state: 'ARCHIVED' }, 'on leave');
    const both = (await told(path)).sort((one, other) => (one.type < other.type ? 1 : -1));
    await patch(path, { assignee: 'bo@example.org' });
    await patch(path, { assignee: 'bo@example.org' }); // says nothing new
    await patch(path, {}, 'nothing to change');

    expect([...both, ...(await told(path)).slice(both.length)]).toMatchObject([
      {
        type: 'SERVICE_PROFILE_UPDATE',
        detail: { fieldsAdded: ['assignee'], fieldsUpdated: [] },
        userComment: 'on leave',
      },
      {
        type: 'SERVICE_PROFILE_STATE_CHANGE',
        detail: { previousState: 'INIT', newState: 'ARCHIVED' },
        userComment: 'on leave',
      },
      { type: 'SERVICE_PROFILE_UPDATE', detail: { fieldsUpdated: ['assignee'] } },
      { type: 'SERVICE_PROFILE_UPDATE', userComment: 'nothing to change' },
    ]);
    expect(JSON.stringify(await told(path))).not.toContain('bo@example');
  });

  it('takes a workflow that its service has, under its own name', async () => {
    const path = await create();
    const after = await patch(path, { currentWorkflowName: 'glb-amlmedia' });
    expect(after.currentWorkflowName).toBe('GLB-AMLMedia');
    const refused = await test.call(updateProfile, {
      path,
      body: { serviceProfile: { currentWorkflowName: 'None', assignee: 'x' } },
    });
    expect(refused).toMatchObject({
      status: 400,
      body: { details: [{ issueLocation: 'body.serviceProfile.currentWorkflowName' }] },
    });
    expect(await profile(path)).toEqual(after);
  });
});

describe('a profile that is set aside', () => {
  it.each(['ARCHIVED', 'INACTIVE'])('(%s) stays so until something is executed', async (state) => {
    const path = await create();
    const { workflowResult } = await test.ok(executeWorkflow, 200, { path });
    expect(await patch(path, { state })).toMatchObject({ state });
    const { workflowExecutionId = '' } = workflowResult ?? {};
    const override = { path: { ...path, workflowExecutionId }, body: { status: 'FAIL' } };
    await test.ok(overrideExecution, 200, override);
    expect(await profile(path)).toMatchObject({ state });

    const again = await test.ok(executeWorkflow, 200, { path });
    expect(again.serviceProfile).toMatchObject({ state: 'ACTIVE' });
    expect(await told(path)).toMatchObject([
      { detail: { previousState: 'INIT', newState: 'ACTIVE' } },
      { detail: { previousState: 'ACTIVE', newState: state } },
      { detail: { previousState: state, newState: 'AUTO' } },
    ]);
  });

  it.each(['BUSY', 'ACTIVE', 'BLOCKLISTED', 'DELETED', ''])('is no other: %s', async (state) => {
    const path = await create();
    const body = { serviceProfile: { state } };
    expect((await test.call(updateProfile, { path, body })).status).toBe(400);
  });

  it('is none of those who are out of circulation', async () => {
    const path = await create();
    const { entityId } = path;
    const body = { entityId, entityType: 'INDIVIDUAL', reasons: ['FRAUD'] };
    const list = { matchlistName: 'Blocklist' };
    await test.ok(addMatchlistEntity, 200, { path: list, body });
    const refused = await test.call(updateProfile, {
      path,
      body: { serviceProfile: { state: 'ARCHIVED', assignee: 'jo' } },
    });
    expect(refused).toMatchObject({ status: 409, body: { errorCode: 'VAL-0409' } });
    expect(await profile(path)).toMatchObject({ state: 'BLOCKLISTED' });
    expect(await patch(path, { assignee: 'jo' })).toMatchObject({ assignee: 'jo' });
  });
});

describe('changing somebody and executing at once', () => {
  it('runs on the person as they are then, and tells both', async () => {
    const path = await create();
    const body = { individual: LISTED, comment: { text: 'put right' } };
    const done = await test.ok(updateAndExecuteWorkflow, 200, { path, body });
    expect(done).toMatchObject({
      individual: LISTED,
      workflowResult: { status: 'REVIEW' },
      serviceProfile: { state: 'AUTO' },
    });
    const { processResults } = await test.ok(listResults, 200, { path });
    expect(processResults).toHaveLength(1);
    const back = { individual: { name: { ...PERSON.name, middleName: 'X' } } };
    const again = await test.ok(updateAndExecuteWorkflow, 200, { path, body: back });
    expect(again.workflowResult?.status).toBe('PASS');
  });

  it('needs nothing to change', async () => {
    const path = await create();
    const done = await test.ok(updateAndExecuteWorkflow, 200, { path });
    expect(done.workflowResult?.status).toBe('PASS');
    const level = await test.ok(updateAndExecuteWorkflow, 200, { path, query: { level: 'id' } });
    expect(level).toMatchObject({ entityId: path.entityId, status: 'PASS' });
    expect(level).not.toHaveProperty('individual');
  });

  it('goes on in the background where it is asked to', async () => {
    const path = await create();
    const body = { individual: LISTED };
    const accepted = await test.ok(updateAndExecuteWorkflow, 202, { path, body, background: true });
    const { workflowExecutionId } = accepted;
    const ended = await until('the execution has ended', async () => {
      const read = await test.ok(getExecution, 200, { path: { ...path, workflowExecutionId } });
      return read.workflowResult.status === 'IN_PROGRESS' ? undefined : read;
    });
    expect(ended).toMatchObject({ workflowResult: { status: 'REVIEW' } });
  });

  it('does both or neither', async () => {
    const path = await create();
    const before = await test.rowCounts();
    const body = { individual: { nationality: 'FRA' }, comment: { text: 'x' } };
    const call = (other: object, sent: object = body) =>
      test.call(updateAndExecuteWorkflow, { path: { ...path, ...other }, body: sent });
    expect((await call({ workflowName: 'None' })).status).toBe(404);
    expect((await call({ serviceName: 'None' })).status).toBe(404);
    expect((await call({ entityId: ABSENT })).status).toBe(404);
    const unknown = { individual: { addresses: [{ addressId: ABSENT, country: 'FRA' }] } };
    expect((await call({}, unknown)).status).toBe(400);
    expect(await test.rowCounts()).toEqual(before);
    expect((await test.ok(getIndividual, 200, { path })).individual).not.toHaveProperty(
      'nationality',
    );
  });

  it('waits its turn, and loses none of ten that come at once', async () => {
    const path = await create();
    const done = await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        test.ok(updateAndExecuteWorkflow, 200, {
          path,
          body: { individual: { phoneNumbers: [{ number: `${at}` }] } },
        }),
      ),
    );
    expect(done.map(({ workflowResult }) => workflowResult?.status)).toEqual(
      Array.from({ length: 10 }, () => 'PASS'),
    );
    const counts = done.map(({ individual }) => individual?.phoneNumbers?.length);
    expect(counts.sort((a = 0, b = 0) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('ends well or badly, but ends, where the person is deleted meanwhile', async () => {
    for (let at = 0; at < 5; at += 1) {
      const made = await test.ok(createAndExecuteWorkflow, 200, {
        path: SCREENING,
        body: { individual: PERSON },
      });
      const path = { ...SCREENING, entityId: made.individual?.entityId ?? '' };
      const body = { individual: { nationality: 'FRA' } };
      const [changed] = await Promise.all([
        test.call(updateAndExecuteWorkflow, { path, body, background: at % 2 === 0 }),
        test.call(deleteIndividual, { path }),
      ]);
      expect([200, 202, 404]).toContain(changed.status);
    }
  });
});

it('keeps to the published contract throughout', () => {
  expect(test.violations).toEqual([]);
});
