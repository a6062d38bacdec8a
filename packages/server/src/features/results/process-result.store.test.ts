import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageOf } from '../../kernel/page.ts';
import type { Entity } from '../entities/entity.store.ts';
import { updateIndividual } from '../entities/entity.store.ts';
import { CHANGED_AT } from '../entities/test-people.ts';
import { type TestTenant, testTenant } from '../entities/test-tenant.ts';
import {
  listManualStatuses,
  listResults,
  listResultsById,
  listValidResults,
  lockResults,
  markResultsStale,
  PROCESS_RESULT_EFFECT,
  setManualStatus,
  toProcessResultRow,
} from './process-result.store.ts';
import type { ProcessResult } from './process-result.ts';
import { PROCESS_RESULT_STALE_EFFECT } from './result-effects.store.ts';
import type { ResultFilter } from './result-filter.ts';
import { storedHit } from './test-results.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await testTenant();
});
afterAll(() => tenant.test.drop());

const day = (number: number) => new Date(`2026-03-0${number}T00:00:00.000Z`);

/** Keeps results of a person, as a run does. */
async function keepResults({ vault }: Entity, ...given: Parameters<typeof storedHit>[0][]) {
  const results = given.map((one) => storedHit({ ...one, entityId: vault.entityId }));
  await tenant.write(
    PROCESS_RESULT_EFFECT,
    ...results.map((result) => toProcessResultRow(vault, result, 1)),
  );
  return results;
}

const idsOf = (results: readonly ProcessResult[]) =>
  results.map(({ processResultId }) => processResultId);

describe('the process result store', () => {
  it('gives back a result as it was kept', async () => {
    const entity = await tenant.keep();
    const given = { groupId: 'g', derivedFrom: ['a', 'b'], createdAt: day(1) };
    const kept = await keepResults(entity, given);

    expect(await listResultsById(tenant.db, entity.vault, idsOf(kept))).toEqual(kept);
  });

  it('keeps a result as STALE that a change of the person overtook', async () => {
    const entity = await tenant.keep();
    await updateIndividual(tenant.db, { ...entity, revision: 2 }, CHANGED_AT);
    const [result] = await keepResults(entity, {});

    const [found] = await listResultsById(tenant.db, entity.vault, idsOf(result ? [result] : []));
    expect(found?.systemStatus).toBe('STALE');
  });

  it('offers what is valid and of one class for reuse, oldest first', async () => {
    const entity = await tenant.keep();
    const [second, first] = await keepResults(
      entity,
      { createdAt: day(2) },
      { createdAt: day(1) },
      { systemStatus: 'STALE' },
      { class: 'KYC' },
    );
    const other = await tenant.keep();
    await keepResults(other, {});

    const valid = await listValidResults(tenant.db, entity.vault, 'AML');
    expect(idsOf(valid)).toEqual([first?.processResultId, second?.processResultId]);
  });

  it('outdates what was derived from a touched element, and nothing else', async () => {
    const entity = await tenant.keep();
    const { entityId } = entity.vault;
    const [both, one, none] = await keepResults(
      entity,
      { derivedFrom: ['name-1', 'gender'] },
      { derivedFrom: ['gender'] },
      { derivedFrom: ['name-2'] },
    );
    const stranger = await tenant.keep();
    const [strange] = await keepResults(stranger, { derivedFrom: ['gender'] });

    const touched = { elements: ['gender', 'name-9'], at: CHANGED_AT };
    const stale = await markResultsStale(tenant.db, entityId, touched);
    expect(stale.sort()).toEqual([both?.processResultId, one?.processResultId].sort());
    expect(await markResultsStale(tenant.db, entityId, touched)).toEqual([]);
    expect(await markResultsStale(tenant.db, entityId, { ...touched, elements: [] })).toEqual([]);

    const valid = await listValidResults(tenant.db, entity.vault, 'AML');
    expect(idsOf(valid)).toEqual([none?.processResultId]);
    expect(idsOf(await listValidResults(tenant.db, stranger.vault, 'AML'))).toEqual([
      strange?.processResultId,
    ]);
  });

  it('outdates what a run found to be so, and keeps what was set aside before', async () => {
    const entity = await tenant.keep();
    const kept = await keepResults(entity, {}, { systemStatus: 'MARKED_IGNORE' });
    await tenant.write(
      PROCESS_RESULT_STALE_EFFECT,
      ...idsOf(kept).map((id) => ({
        entity_id: entity.vault.entityId,
        process_result_id: id,
        updated_at: CHANGED_AT.toISOString(),
      })),
    );

    const after = await listResultsById(tenant.db, entity.vault, idsOf(kept));
    const statuses = new Map(after.map((one) => [one.processResultId, one.systemStatus]));
    expect(idsOf(kept).map((id) => statuses.get(id))).toEqual(['STALE', 'MARKED_IGNORE']);
  });

  it('records the word of an officer on the results that were named', async () => {
    const entity = await tenant.keep();
    const [named, other] = await keepResults(entity, {}, {});
    const ids = idsOf(named ? [named] : []);
    const decision = { ids, manualStatus: 'FALSE_POSITIVE', at: CHANGED_AT, by: 'bo@example.org' };
    await setManualStatus(tenant.db, entity.vault, decision);

    expect(await listResultsById(tenant.db, entity.vault, ids)).toEqual([
      {
        ...named,
        manualStatus: 'FALSE_POSITIVE',
        updatedAt: CHANGED_AT,
        updatedBy: 'bo@example.org',
      },
    ]);
    const all = idsOf([named, other].flatMap((one) => one ?? []));
    const statuses = await listManualStatuses(tenant.db, entity.vault.entityId, all);
    expect(statuses).toEqual(
      new Map([
        [all[0], 'FALSE_POSITIVE'],
        [all[1], null],
      ]),
    );
  });

  it('knows no result of another person or tenant', async () => {
    const entity = await tenant.keep();
    const other = await tenant.keep();
    const stranger = await tenant.another();
    const ids = idsOf(await keepResults(entity, {}));
    const decision = { ids, manualStatus: 'FALSE_POSITIVE', at: CHANGED_AT, by: null };

    await setManualStatus(tenant.db, other.vault, decision);
    await setManualStatus(stranger.db, entity.vault, decision);
    const touched = { elements: ['gender'], at: CHANGED_AT };
    expect(await markResultsStale(stranger.db, entity.vault.entityId, touched)).toEqual([]);
    expect(await listResultsById(tenant.db, other.vault, ids)).toEqual([]);
    expect(await listResultsById(stranger.db, entity.vault, ids)).toEqual([]);
    expect(await listManualStatuses(stranger.db, entity.vault.entityId, ids)).toEqual(new Map());
    expect((await listResultsById(tenant.db, entity.vault, ids))[0]?.manualStatus).toBeNull();
  });

  it('holds results until the transaction ends, in whichever order they are named', async () => {
    const entity = await tenant.keep();
    const { entityId } = entity.vault;
    const ids = idsOf(await keepResults(entity, {}, {}, {}));
    const decide = (order: readonly string[], manualStatus: string) =>
      tenant.db.inTransaction(async (tx) => {
        await lockResults(tx, entityId, order);
        const before = await listManualStatuses(tx, entityId, order);
        await setManualStatus(tx, entity.vault, { ids, manualStatus, at: CHANGED_AT, by: null });
        return new Set(before.values());
      });
    const seen = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        decide(at % 2 === 0 ? ids : [...ids].reverse(), at % 3 === 0 ? 'UNKNOWN' : 'TRUE_POSITIVE'),
      ),
    );
    expect(seen.every((statuses) => statuses.size === 1)).toBe(true);
    expect(seen.filter((statuses) => statuses.has(null))).toHaveLength(1);
  });
});

describe('listing results', () => {
  const page = pageOf({});
  let entity: Entity;
  let results: ProcessResult[];

  beforeAll(async () => {
    entity = await tenant.keep();
    results = await keepResults(
      entity,
      { createdAt: day(1), updatedAt: day(1) },
      { createdAt: day(2), serviceKey: 'aml', workflowKey: 'other', stepName: 'B' },
      { createdAt: day(3), class: 'KYC', stepType: 'KYC', objectType: 'NAME', result: 'MATCH' },
      { createdAt: day(4), state: 'ERROR', systemStatus: 'EXPIRED', manualStatus: 'UNKNOWN' },
    );
    await keepResults(await tenant.keep(), {});
  });

  const found = async (filter: Partial<ResultFilter>) => {
    const listed = await listResults(tenant.db, entity.vault, { page, ...filter });
    const places = listed.results.map(({ processResultId }) =>
      results.findIndex((one) => one.processResultId === processResultId),
    );
    return { places, total: listed.total };
  };

  it.each<{ by: string; filter: Partial<ResultFilter>; places: number[] }>([
    { by: 'nothing, newest first', filter: {}, places: [3, 2, 1, 0] },
    { by: 'service', filter: { serviceKey: 'aml' }, places: [1] },
    { by: 'workflow', filter: { workflowKey: 'aml-screening' }, places: [3, 2, 0] },
    { by: 'step name', filter: { stepNames: ['B', 'C'] }, places: [1] },
    { by: 'step type', filter: { stepTypes: ['KYC'] }, places: [2] },
    { by: 'object type', filter: { objectTypes: ['NAME', 'INDIVIDUAL'] }, places: [3, 2, 1, 0] },
    { by: 'class', filter: { classes: ['KYC'] }, places: [2] },
    { by: 'result', filter: { results: ['MATCH'] }, places: [2] },
    { by: 'state', filter: { states: ['ERROR'] }, places: [3] },
    { by: 'system status', filter: { systemStatuses: ['EXPIRED', 'STALE'] }, places: [3] },
    { by: 'manual status', filter: { manualStatuses: ['UNKNOWN'] }, places: [3] },
    {
      by: 'two fields at once',
      filter: { classes: ['AML'], states: ['COMPLETED'] },
      places: [1, 0],
    },
    {
      by: 'times, inclusive',
      filter: { createdAtAfter: day(2), createdAtBefore: day(3) },
      places: [2, 1],
    },
    { by: 'change', filter: { updatedAtAfter: day(4) }, places: [3] },
    { by: 'an execution that knows none', filter: { workflowExecutionId: 'none' }, places: [] },
    { by: 'no value at all', filter: { classes: [] }, places: [] },
  ])('filters by $by', async ({ filter, places }) => {
    expect(await found(filter)).toEqual({ places, total: places.length });
  });

  it('sorts in both directions and by both times', async () => {
    expect((await found({ page: pageOf({ sort: 'asc' }) })).places).toEqual([0, 1, 2, 3]);
    const byChange = pageOf({ sort: 'asc', sortFields: ['updatedAt'] });
    expect((await found({ page: byChange })).places).toEqual([0, 1, 2, 3]);
  });

  it('shows every result on one page only, and the total beyond the last', async () => {
    const pages = await Promise.all(
      [1, 2, 3].map((number) => found({ page: pageOf({ page: number, limit: 3 }) })),
    );
    expect(pages).toEqual([
      { places: [3, 2, 1], total: 4 },
      { places: [0], total: 4 },
      { places: [], total: 4 },
    ]);
  });
});
