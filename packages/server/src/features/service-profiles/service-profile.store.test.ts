import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../kernel/id.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { CHANGED_AT, MADE_AT } from '../entities/test-people.ts';
import { type TestTenant, testTenant } from '../entities/test-tenant.ts';
import {
  findServiceProfile,
  insertServiceProfile,
  listServiceProfiles,
  PROFILE_STATE_EFFECT,
  SERVICE_PROFILE_EFFECT,
  setProfileState,
  toServiceProfileRow,
} from './service-profile.store.ts';
import { type ProfileState, type ServiceProfile, stateAfter } from './service-profile.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await testTenant();
});
afterAll(() => tenant.test.drop());

const profileOf = (
  { entityId }: EntityVault,
  more: Partial<ServiceProfile> = {},
): ServiceProfile => ({
  serviceProfileId: newUuid(),
  entityId,
  serviceKey: 'kyc',
  serviceName: 'KYC',
  state: 'INIT',
  currentWorkflowId: null,
  currentWorkflowName: null,
  latestWorkflowExecutionId: null,
  createdAt: MADE_AT,
  createdRequestId: 'first',
  createdBy: 'ada@example.org',
  updatedAt: MADE_AT,
  updatedRequestId: 'first',
  updatedBy: null,
  officers: {},
  ...more,
});

const find = (vault: EntityVault) => findServiceProfile(tenant.db, vault, 'kyc');

describe('the service profile store', () => {
  it('gives back a profile as it was kept, by request or by a run', async () => {
    const { vault } = await tenant.keep();
    const kyc = profileOf(vault);
    const aml = profileOf(vault, {
      serviceKey: 'aml',
      serviceName: 'AML',
      createdAt: CHANGED_AT,
      updatedAt: CHANGED_AT,
      latestWorkflowExecutionId: 'x',
    });
    await insertServiceProfile(tenant.db, vault, kyc);
    await tenant.write(SERVICE_PROFILE_EFFECT, toServiceProfileRow(vault, aml));

    expect(await listServiceProfiles(tenant.db, vault)).toEqual([kyc, aml]);
    expect(await find(vault)).toEqual(kyc);
    expect(await findServiceProfile(tenant.db, vault, 'KYC')).toBeUndefined();
  });

  it('keeps id, state and maker, and names who came last, when another run names its workflow', async () => {
    const { vault } = await tenant.keep();
    const profile = profileOf(vault, { state: 'ACTIVE' });
    await insertServiceProfile(tenant.db, vault, profile);
    const again = profileOf(vault, {
      createdAt: CHANGED_AT,
      createdRequestId: 'second',
      currentWorkflowName: 'Screening',
      latestWorkflowExecutionId: 'run-2',
      updatedBy: 'bo@example.org',
    });
    await tenant.write(SERVICE_PROFILE_EFFECT, toServiceProfileRow(vault, again));

    expect(await listServiceProfiles(tenant.db, vault)).toEqual([
      {
        ...profile,
        currentWorkflowName: 'Screening',
        latestWorkflowExecutionId: 'run-2',
        updatedAt: CHANGED_AT,
        updatedRequestId: 'second',
        updatedBy: 'bo@example.org',
      },
    ]);
  });

  it.each<ProfileState>([
    'INIT',
    'AUTO',
    'ACTIVE',
    'ARCHIVED',
    'INACTIVE',
    'BLOCKLISTED',
    'DELETED',
    'DUPLICATE',
  ])('moves a profile from %s as the rule has it when a run ends', async (state) => {
    const { vault } = await tenant.keep();
    await insertServiceProfile(tenant.db, vault, profileOf(vault, { state }));
    await tenant.write(PROFILE_STATE_EFFECT, {
      entity_id: vault.entityId,
      service_key: 'kyc',
      state: stateAfter('INIT', 'PASS'),
      updated_at: CHANGED_AT.toISOString(),
      request_id: 'second',
    });

    expect((await find(vault))?.state).toBe(stateAfter(state, 'PASS'));
  });

  it('says who moved a profile', async () => {
    const { vault } = await tenant.keep();
    const profile = profileOf(vault);
    await insertServiceProfile(tenant.db, vault, profile);
    const to = { serviceKey: 'kyc', at: CHANGED_AT, requestId: 'second', by: 'bo@example.org' };
    await setProfileState(tenant.db, vault, { ...to, state: 'ARCHIVED' });

    expect(await find(vault)).toEqual({
      ...profile,
      state: 'ARCHIVED',
      updatedAt: CHANGED_AT,
      updatedRequestId: 'second',
      updatedBy: 'bo@example.org',
    });
  });

  it('knows and moves no profile of another tenant', async () => {
    const { vault } = await tenant.keep();
    await insertServiceProfile(tenant.db, vault, profileOf(vault));
    const stranger = await tenant.another();
    const to = { serviceKey: 'kyc', at: CHANGED_AT, requestId: 'second', by: null };
    await setProfileState(stranger.db, vault, { ...to, state: 'ARCHIVED' });

    expect(await listServiceProfiles(stranger.db, vault)).toEqual([]);
    expect((await find(vault))?.state).toBe('INIT');
  });
});
