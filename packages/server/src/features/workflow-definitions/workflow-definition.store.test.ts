import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANGED_AT, MADE_AT } from '../entities/test-people.ts';
import { type TestTenant, testTenant } from '../entities/test-tenant.ts';
import {
  findWorkflow,
  findWorkflowVersion,
  insertWorkflow,
  listWorkflows,
} from './workflow-definition.store.ts';
import { keyOfName, type WorkflowDefinition } from './workflow-definition.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await testTenant();
});
afterAll(() => tenant.test.drop());

const definitionOf = (
  serviceName: string,
  workflowName: string,
  type = 'first',
): WorkflowDefinition => ({
  serviceName,
  workflowName,
  workflowId: `id of ${workflowName}`,
  type,
  lifecyclePhase: 'ONBOARDING',
  monitoringTypes: ['AML'],
  steps: [
    {
      name: 'START',
      type: 'START',
      version: '1.0.0',
      description: 'Opens “it”.',
      configuration: { a: [1, { b: null }] },
      dependsOn: [],
    },
  ],
});

const publish = (definition: WorkflowDefinition, at = MADE_AT) =>
  insertWorkflow(tenant.system, tenant.db.scope.own, { definition, at });
const find = (serviceName: string, workflowName: string) =>
  findWorkflow(tenant.db, tenant.db.scope.own, { serviceName, workflowName });

describe('the workflow definition store', () => {
  it('gives back a definition as it was published', async () => {
    const definition = definitionOf('KYC', 'Whole');
    const published = await publish(definition);

    expect(published).toEqual({
      tenantId: tenant.db.scope.own,
      isSandbox: true,
      version: 1,
      publishedAt: MADE_AT,
      definition,
    });
    expect(await find('KYC', 'Whole')).toEqual(published);
  });

  it('finds the newest version whatever the case of the names, and keeps the others', async () => {
    await publish(definitionOf('Case', 'Mixed Name'));
    const second = await publish(definitionOf('CASE', 'MIXED name', 'second'), CHANGED_AT);

    expect(second.version).toBe(2);
    for (const [service, workflow] of [
      ['case', 'mixed name'],
      [' CaSe ', 'Mixed NAME'],
    ] as const) {
      expect((await find(service, workflow))?.definition.type).toBe('second');
    }
    const of = { tenantId: tenant.db.scope.own, serviceKey: 'case', workflowKey: 'mixed name' };
    const [one, two, three] = await Promise.all(
      [1, 2, 3].map((version) => findWorkflowVersion(tenant.system, { ...of, version })),
    );
    expect([one?.definition.type, two?.definition.type, three]).toEqual([
      'first',
      'second',
      undefined,
    ]);
  });

  it('never gives two publications one version: of several at once, those that fail say so', async () => {
    const publications = await Promise.allSettled(
      Array.from({ length: 6 }, (_, at) => publish(definitionOf('Race', 'One', `${at}`))),
    );
    const versions = publications.flatMap((one) =>
      one.status === 'fulfilled' ? [one.value.version] : [],
    );

    expect(versions.length).toBeGreaterThan(0);
    expect([...versions].sort()).toEqual(versions.map((_, at) => at + 1));
    expect((await find('Race', 'One'))?.version).toBe(versions.length);
  });

  it('lists the newest version of each workflow, by service and name', async () => {
    const other = await tenant.another();
    const { own } = other.db.scope;
    for (const [service, workflow] of [
      ['B', 'x'],
      ['A', 'z'],
      ['A', 'y'],
      ['b', 'X'],
    ] as const) {
      const definition = definitionOf(service, workflow);
      await insertWorkflow(tenant.system, own, { definition, at: MADE_AT });
    }
    const names = async (service?: string) =>
      (await listWorkflows(other.db, own, service)).map(
        ({ definition, version }) =>
          `${definition.serviceName}/${definition.workflowName} ${version}`,
      );

    expect(await names()).toEqual(['A/y 1', 'A/z 1', 'b/X 2']);
    expect(await names('a')).toEqual(['A/y 1', 'A/z 1']);
    expect(await names('none')).toEqual([]);
  });

  it('knows no workflow of another tenant', async () => {
    await publish(definitionOf('KYC', 'Mine'));
    const stranger = await tenant.another();
    const names = { serviceName: 'KYC', workflowName: 'Mine' };

    expect(await findWorkflow(stranger.db, stranger.db.scope.own, names)).toBeUndefined();
    expect(await findWorkflow(stranger.db, tenant.db.scope.own, names)).toBeUndefined();
    expect(await listWorkflows(stranger.db, tenant.db.scope.own)).toEqual([]);
  });
});

describe('keyOfName', () => {
  it('is the same for names that differ in case and outer blanks alone', () => {
    expect(keyOfName(' PEP & Sanctions ')).toBe(keyOfName('pep & sanctions'));
    expect(keyOfName('A B')).not.toBe(keyOfName('AB'));
  });
});
