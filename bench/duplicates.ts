/**
 * How well people who are one are found, and how quickly, by the product's own keys, table and rules.
 *
 * `npm run -s bench:duplicates -- --records <csv> [--records …] [--people 1000000]` prints one JSON line for
 * each file, and one for generated people where their number is given.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectDatabase } from '../packages/server/src/database/connect.ts';
import { startEmbeddedPostgres } from '../packages/server/src/database/embedded/start-embedded-postgres.ts';
import { migrate } from '../packages/server/src/database/migrate.ts';
import { DEFAULT_DUPLICATE_RULES } from '../packages/server/src/features/duplicates/duplicate-rules.ts';
import { findDuplicates } from '../packages/server/src/features/duplicates/find-duplicates.command.ts';
import {
  ENTITY_KEY_EFFECT,
  INDIVIDUAL_EFFECT,
  toEntityKeyRow,
  toIndividualRow,
} from '../packages/server/src/features/entities/entity.store.ts';
import type { StoredIndividual } from '../packages/server/src/features/entities/individual.ts';
import { newUuid } from '../packages/server/src/kernel/id.ts';
import { masterKeyFrom } from '../packages/server/src/kernel/seal.ts';
import { systemStatement } from '../packages/server/src/kernel/statement.ts';
import { vaultsOf } from '../packages/server/src/kernel/vault.ts';
import { generatedPeople, labelledPeople } from './duplicates-people.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', multiple: true, default: [] },
    people: { type: 'string' },
  },
});
const BATCH = 1_000;
const CHECKS_AMONG_GENERATED = 3_000;

const folder = await mkdtemp(join(tmpdir(), 'probity-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir: folder });
try {
  await migrate(postgres.connection);
  const { system, close } = await connectDatabase({ address: postgres.connection });
  const vaults = vaultsOf(masterKeyFrom(randomBytes(32)));

  const ADD_TENANT = systemStatement<never>(
    'bench-add-tenant',
    `insert into tenant (tenant_id, name, is_sandbox, created_at) values ($1, 'bench', true, now())`,
  );
  const insertOf = ({ name, columns, sql }: typeof INDIVIDUAL_EFFECT) =>
    systemStatement<never>(
      `bench-insert-${name}`,
      `with rows as (select $1::uuid as tenant_id, r.* from jsonb_to_recordset($2::jsonb) as r(${columns}))
       ${sql('rows')}`,
    );
  const INSERTS = [INDIVIDUAL_EFFECT, ENTITY_KEY_EFFECT].map(insertOf);

  const newTenant = async () => {
    const tenantId = newUuid();
    await system.all(ADD_TENANT, [tenantId]);
    return tenantId;
  };
  const add = async (tenantId: string, people: readonly StoredIndividual[]) => {
    const kept = people.map((individual) => {
      const { vault, wrapped } = vaults.create(tenantId, individual.entityId);
      return [toIndividualRow(vault, individual), toEntityKeyRow(individual.entityId, wrapped)];
    });
    for (const [at, statement] of INSERTS.entries()) {
      await system.all(statement, [tenantId, JSON.stringify(kept.map((rows) => rows[at]))]);
    }
  };
  const look = async (tenantId: string, individual: StoredIndividual) => {
    const db = system.forTenant({ own: tenantId, readable: [tenantId] });
    const { entityId } = individual;
    const asked = { tenantId, entityId, individual, rules: DEFAULT_DUPLICATE_RULES };
    const startedAt = performance.now();
    const found = await findDuplicates({ db, vaults }, asked);
    return { ...found, ms: performance.now() - startedAt };
  };
  const settle = () => system.all(systemStatement('bench-vacuum', 'vacuum analyze individual'));

  for (const path of values.records) {
    const tenantId = await newTenant();
    const people = await labelledPeople(path);
    for (let at = 0; at < people.length; at += BATCH) {
      await add(
        tenantId,
        people.slice(at, at + BATCH).map(({ individual }) => individual),
      );
    }
    await settle();
    const labels = new Map(people.map(({ label, individual }) => [individual.entityId, label]));
    const times: number[] = [];
    const found = new Set<string>();
    let gaps = 0;
    for (const { individual } of people) {
      const { duplicates, gaps: missing, ms } = await look(tenantId, individual);
      times.push(ms);
      gaps += missing.length;
      for (const { entityId } of duplicates)
        found.add([individual.entityId, entityId].sort().join());
    }
    const isTrue = (pair: string) =>
      new Set(pair.split(',').map((id) => labels.get(id))).size === 1;
    const right = [...found].filter(isTrue).length;
    const precision = right / found.size;
    const recall = right / truePairs([...labels.values()]);
    tell({
      file: path.split('/').at(-1),
      records: people.length,
      precision: round(precision, 4),
      recall: round(recall, 4),
      f1: round((2 * precision * recall) / (precision + recall), 4),
      ...percentiles(times),
      gaps,
    });
  }

  if (values.people !== undefined) {
    const count = Number(values.people);
    const tenantId = await newTenant();
    const startedAt = performance.now();
    await system.all(systemStatement('bench-drop-index', 'drop index individual_keys'));
    let batch: StoredIndividual[] = [];
    const asked: StoredIndividual[] = [];
    const every = Math.max(1, Math.floor(count / CHECKS_AMONG_GENERATED));
    let at = 0;
    for (const individual of generatedPeople(count)) {
      batch.push(individual);
      if (at % every === 0) asked.push(individual);
      at += 1;
      if (batch.length < BATCH && at < count) continue;
      await add(tenantId, batch);
      batch = [];
      if (at % 100_000 === 0) process.stderr.write(`${at} people\n`);
    }
    const insertSeconds = (performance.now() - startedAt) / 1_000;
    const SIZE = systemStatement<{ table: number; keys: number; index: number }>(
      'bench-size',
      `select pg_total_relation_size('individual') as table, (select sum(pg_column_size(keys)) from individual) as keys,
         coalesce(pg_relation_size(to_regclass('individual_keys')), 0) as index`,
    );
    const indexAt = performance.now();
    await system.all(
      systemStatement(
        'bench-index',
        'create index individual_keys on individual using gin (keys) with (fastupdate = off)',
      ),
    );
    const indexSeconds = (performance.now() - indexAt) / 1_000;
    await settle();
    const size = await system.one(SIZE);
    const times: number[] = [];
    const compared: number[] = [];
    let gaps = 0;
    for (const individual of asked) await look(tenantId, individual);
    for (const individual of asked) {
      const { ms, duplicates, gaps: missing } = await look(tenantId, individual);
      times.push(ms);
      compared.push(duplicates.length);
      gaps += missing.length;
    }
    tell({
      people: count,
      insertSeconds: round(insertSeconds, 0),
      indexSeconds: round(indexSeconds, 0),
      ...percentiles(times),
      bytesPerPerson: round((size?.table ?? 0) / count, 0),
      keyBytesPerPerson: round((Number(size?.keys ?? 0) + Number(size?.index ?? 0)) / count, 0),
      duplicatesOfEach: round(compared.reduce((sum, one) => sum + one, 0) / compared.length, 3),
      gaps,
    });
  }
  await close();
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

function truePairs(labels: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}

function percentiles(times: readonly number[]) {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share: number) => round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0, 2);
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
