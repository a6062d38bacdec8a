import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase, type Database } from '../../database/connect.ts';
import { type TestDatabase, testDatabase } from '../../database/test-database.ts';
import { newUlid, newUuid } from '../../kernel/id.ts';
import { masterKeyFrom } from '../../kernel/seal.ts';
import { signerOf } from '../../kernel/signature.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import { vaultsOf } from '../../kernel/vault.ts';
import { insertAuditEvents, insertTenantAuditEvent } from '../audit/audit-event.store.ts';
import { auditEventOf, plainEventOf } from '../audit/audit-event.ts';
import { insertTenant } from '../tenants/tenant.store.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { anchorsIn } from './anchor-file.command.ts';
import { takeCheckpoints } from './take-checkpoints.command.ts';
import type { Tampering } from './tampering.ts';
import { disarm, type KeptEvent, linkAgain, OTHER_VALUES, run } from './test-tampering.ts';
import { verifyAudit } from './verify-audit.command.ts';

const master = masterKeyFrom(randomBytes(32));
const vaults = vaultsOf(master);
const signer = signerOf(master);
const now = () => new Date();

let test: TestDatabase;
/** As who has every right. */
let mighty: Database;
let folder: string;
let tenants: Tenant[];
/** Everything that is kept, and which of it checkpoints have signed. */
let events: KeptEvent[];
let signed: Set<string>;

beforeAll(async () => {
  test = await testDatabase();
  mighty = await connectDatabase({ address: test.connection, poolSize: 2 });
  folder = await mkdtemp(join(tmpdir(), 'probity-proof-'));
  tenants = [await newTenant(), await newTenant()];
  for (const tenant of tenants) await happen(tenant, [1, 2, 5, 12]);
  await checkpoint();
  for (const tenant of tenants) await happen(tenant, [3]);
  await checkpoint();
  signed = new Set((await allEvents()).map(({ event_id }) => event_id));
  for (const tenant of tenants) await happen(tenant, [4]);
  events = await allEvents();
});
afterAll(async () => {
  await mighty.close();
  await test.drop();
  await rm(folder, { recursive: true });
});

const anchors = () => anchorsIn(join(folder, 'anchors.json'));
const checkpoint = () =>
  takeCheckpoints({ system: test.database.system, signer, now, remember: anchors().remember });

async function newTenant(): Promise<Tenant> {
  const tenant = {
    tenantId: newUuid(),
    parentTenantId: null,
    name: 'A tenant',
    isSandbox: true,
    createdAt: now(),
  };
  await insertTenant(test.database.system, tenant);
  return tenant;
}

/** So many events of each of several people, and one of the tenant's own. */
async function happen({ tenantId }: Tenant, lengths: readonly number[]): Promise<void> {
  const { system } = test.database;
  const db = system.forTenant({ own: tenantId, readable: [tenantId] });
  const ctx = { actor: { channel: 'API', username: 'o@example.org' }, now } as const;
  for (const length of lengths) {
    const { vault } = vaults.create(tenantId, newUuid());
    for (let at = 0; at < length; at++) {
      const said = { ...ctx, requestId: newUlid() };
      const event = auditEventOf(said, vault, { type: 'ENTITY_UPDATE', stepName: `S${at}` });
      await db.inTransaction((tx) => insertAuditEvents(tx, [event]));
    }
  }
  const said = { ...ctx, requestId: newUlid() };
  const fact = { type: 'CUSTOMER_UPDATE', detail: { fieldsUpdated: ['x'] } } as const;
  const event = plainEventOf(said, { tenantId, markOf: vaults.markOf }, fact);
  await insertTenantAuditEvent(system, tenantId, event);
}

const allEvents = () =>
  run<KeptEvent>(mighty.system, 'select event_id, tenant_id, chain_id, place from audit_event');

async function findings(system: SystemDb): Promise<Tampering[]> {
  const tools = { system, signer, vaults, anchors: anchors() };
  const proofs = [];
  for (const tenant of tenants) proofs.push(await verifyAudit(tools, tenant));
  return proofs.flatMap((proof) => proof.findings);
}

class Undo extends Error {}

/** What is found after something was done to the tables; then it is undone. */
async function foundAfter(tamper: (tx: SystemDb) => Promise<unknown>): Promise<Tampering[]> {
  let found: Tampering[] = [];
  const work = mighty.system.inTransaction(async (tx) => {
    await disarm(tx);
    await tamper(tx);
    found = await findings(tx);
    throw new Undo();
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return found;
}

const names = (event: KeptEvent) => (one: Tampering) =>
  one.eventId === event.event_id ||
  (one.chainId === event.chain_id &&
    one.place !== null &&
    one.place <= event.place &&
    event.place <= (one.toPlace ?? one.place));

const anEvent = fc.nat().map((at) => events[at % events.length] as KeptEvent);
const whereIs = ({ event_id }: KeptEvent) => `event_id = '${event_id}'`;
const chainOf = ({ tenant_id, chain_id }: KeptEvent) =>
  `tenant_id = '${tenant_id}' and chain_id = '${chain_id}'`;
const sameChain = (event: KeptEvent) =>
  events.filter(({ chain_id }) => chain_id === event.chain_id).length;

const RUNS = { numRuns: 40 };

describe('the audit', () => {
  it('is intact as the server wrote it', async () => {
    expect(await findings(mighty.system)).toEqual([]);
    expect(events.length).toBe(2 * (1 + 2 + 5 + 12 + 1 + 3 + 1 + 4 + 1));
  });

  it('stays intact while the server goes on writing', async () => {
    const [tenant] = tenants;
    if (!tenant) throw new Error('There is no tenant.');
    const writing = happen(tenant, [20, 20]);
    const all = await Promise.all([
      writing,
      ...[1, 2, 3].map(() => findings(test.database.system)),
    ]);
    expect(all.slice(1).flat()).toEqual([]);
    events = await allEvents();
  });
});

describe('writers at once, about the same people in any order', () => {
  it('link every event once, and never wait for each other in a circle', async () => {
    const [tenant] = tenants;
    if (!tenant) throw new Error('There is no tenant.');
    const { tenantId } = tenant;
    const db = test.database.system.forTenant({ own: tenantId, readable: [tenantId] });
    const people = Array.from({ length: 6 }, () => vaults.create(tenantId, newUuid()).vault);
    const ctx = { actor: { channel: 'API', username: null }, requestId: newUlid(), now } as const;
    const before = await deadlocks();
    const writes = fc.sample(fc.shuffledSubarray(people, { minLength: 2 }), 50);
    const written = writes.map((some) => {
      const said = some.map((vault) => auditEventOf(ctx, vault, { type: 'OTHER' }));
      return db.inTransaction((tx) => insertAuditEvents(tx, said));
    });
    await Promise.all([...written, checkpoint()]);

    expect(await findings(mighty.system)).toEqual([]);
    expect(await deadlocks()).toBe(before);
    const kept = (await allEvents()).length - events.length;
    expect(kept).toBe(writes.flat().length);
    await checkpoint();
    events = await allEvents();
    signed = new Set(events.map(({ event_id }) => event_id));
    await happen(tenant, [2]);
    events = await allEvents();
  });
});

async function deadlocks(): Promise<number> {
  await run(mighty.system, 'select pg_stat_force_next_flush()');
  const [row] = await run<{ deadlocks: number }>(
    mighty.system,
    'select deadlocks from pg_stat_database where datname = current_database()',
  );
  return row?.deadlocks ?? -1;
}

describe('whoever has every right in the database', () => {
  it('cannot alter anything that an event says', async () => {
    const altering = fc.tuple(anEvent, fc.constantFrom(...Object.entries(OTHER_VALUES)));
    await fc.assert(
      fc.asyncProperty(altering, async ([event, [column, value]]) => {
        const sql = `update audit_event set ${column} = ${value} where ${whereIs(event)}`;
        const found = await foundAfter((tx) => run(tx, sql));

        expect(found.filter(names(event)), column).not.toEqual([]);
        expect(found.filter(({ kind }) => kind === 'altered')).not.toEqual([]);
      }),
      { ...RUNS, numRuns: 80 },
    );
  });

  it('cannot alter it by making the chain follow again', async () => {
    await fc.assert(
      fc.asyncProperty(anEvent, async (event) => {
        const found = await foundAfter(async (tx) => {
          await run(tx, `update audit_event set type = 'ENTITY_CREATE' where ${whereIs(event)}`);
          await linkAgain(tx, event);
        });

        expect(found).toMatchObject([{ kind: 'altered', eventId: event.event_id }]);
      }),
      RUNS,
    );
  });

  it('cannot remove an event', async () => {
    await fc.assert(
      fc.asyncProperty(anEvent, async (event) => {
        const sql = `delete from audit_event where ${whereIs(event)}`;
        const found = await foundAfter((tx) => run(tx, sql));

        expect(found).toMatchObject([{ kind: 'removed', chainId: event.chain_id }]);
        expect(found.filter(names(event))).toHaveLength(1);
      }),
      RUNS,
    );
  });

  it('cannot remove the newest events, or whatever was signed with the end moved back', async () => {
    await fc.assert(
      fc.asyncProperty(anEvent, fc.boolean(), async (event, isClever) => {
        fc.pre(!isClever || signed.has(event.event_id));
        const found = await foundAfter(async (tx) => {
          const where = `${chainOf(event)} and place >= ${event.place}`;
          await run(tx, `delete from audit_event where ${where}`);
          if (isClever && event.place > 1) await linkAgain(tx, event);
          if (isClever && event.place === 1) {
            await run(tx, `delete from audit.chain where ${chainOf(event)}`);
          }
        });

        const kinds = new Set(found.map(({ kind }) => kind));
        expect([...kinds]).toEqual(['removed']);
        expect(found.every(({ chainId }) => chainId === event.chain_id)).toBe(true);
      }),
      RUNS,
    );
  });

  it('cannot remove what was signed by closing the gap', async () => {
    await fc.assert(
      fc.asyncProperty(anEvent, async (event) => {
        fc.pre(signed.has(event.event_id) && sameChain(event) > 1);
        const found = await foundAfter(async (tx) => {
          await run(tx, `delete from audit_event where ${whereIs(event)}`);
          await linkAgain(tx, event);
        });

        expect(found).not.toEqual([]);
        expect(found.every(({ chainId }) => chainId === event.chain_id)).toBe(true);
      }),
      RUNS,
    );
  });

  it('cannot change the order', async () => {
    await fc.assert(
      fc.asyncProperty(anEvent, fc.boolean(), async (event, withHash) => {
        const next = events.find(
          ({ chain_id, place }) => chain_id === event.chain_id && place === event.place + 1,
        );
        fc.pre(next !== undefined);
        if (!next) return;
        const found = await foundAfter(async (tx) => {
          await run(tx, 'drop index audit_event_place');
          await run(
            tx,
            `update audit_event e set place = o.place ${withHash ? ', hash = o.hash' : ''}
             from audit_event o where e.event_id in ('${event.event_id}', '${next.event_id}')
               and o.event_id in ('${event.event_id}', '${next.event_id}')
               and e.event_id <> o.event_id`,
          );
        });

        expect(found.some(({ eventId }) => eventId === event.event_id)).toBe(true);
        if (!withHash) {
          const moved = found.filter(({ kind }) => kind === 'moved').map(({ eventId }) => eventId);
          expect(moved.sort()).toEqual([event.event_id, next.event_id].sort());
        }
      }),
      RUNS,
    );
  });

  it('cannot put an event there, nor move one to another chain', async () => {
    await fc.assert(
      fc.asyncProperty(anEvent, anEvent, fc.boolean(), async (event, other, isMoved) => {
        fc.pre(!isMoved || event.chain_id !== other.chain_id);
        const forged = newUuid();
        const found = await foundAfter(async (tx) => {
          if (isMoved) {
            const to = `'${other.chain_id}', tenant_id = '${other.tenant_id}', place = 1000`;
            await run(tx, `update audit_event set chain_id = ${to} where ${whereIs(event)}`);
            return;
          }
          await run(tx, 'alter table audit_event enable trigger link_event');
          await run(
            tx,
            `create temporary table forged on commit drop as
             select * from audit_event where ${whereIs(event)}`,
          );
          await run(tx, `update forged set event_id = '${forged}'`);
          await run(tx, 'insert into audit_event select * from forged');
        });

        const eventId = isMoved ? event.event_id : forged;
        expect(found.some((one) => one.eventId === eventId)).toBe(true);
        if (isMoved) expect(found.filter(names(event)).length).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  it('cannot remove a whole chain that was signed', async () => {
    await fc.assert(
      fc.asyncProperty(anEvent, fc.boolean(), async (event, withEnd) => {
        fc.pre(!withEnd || signed.has(event.event_id));
        const found = await foundAfter(async (tx) => {
          await run(tx, `delete from audit_event where ${chainOf(event)}`);
          if (withEnd) await run(tx, `delete from audit.chain where ${chainOf(event)}`);
        });

        expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['removed']));
        expect(new Set(found.map(({ chainId }) => chainId))).toEqual(new Set([event.chain_id]));
      }),
      RUNS,
    );
  });

  it.each([
    ['alter', 'update audit.checkpoint set event_count = event_count + 1 where number = 1'],
    [
      'backdate',
      "update audit.checkpoint set taken_at = taken_at - interval '1 day' where number = 2",
    ],
    ['remove', 'delete from audit.checkpoint where number = 1'],
    ['cut off', 'delete from audit.checkpoint where number = 2'],
    ['do without', 'delete from audit.checkpoint'],
    ['take an end out of', 'delete from audit.checkpoint_end where number = 2'],
    ['alter an end of', 'update audit.checkpoint_end set length = length - 1 where length = 5'],
  ])('cannot %s a checkpoint', async (_, sql) => {
    const found = await foundAfter((tx) => run(tx, sql));

    for (const { tenantId } of tenants) {
      expect(found.some((one) => one.kind === 'checkpoint' && one.tenantId === tenantId)).toBe(
        true,
      );
    }
  });
});

describe('the role that the server works with', () => {
  it.each([
    "update audit_event set type = 'OTHER'",
    'delete from audit_event',
    'truncate audit_event',
    'update audit.chain set length = length + 1',
    'delete from audit.chain',
    'truncate audit.chain',
    'update audit.checkpoint set number = number + 1',
    'delete from audit.checkpoint_end',
    'alter table audit_event disable trigger append_only',
    'drop trigger append_only on audit_event',
    'create function audit.x() returns int language sql as $$ select 1 $$',
  ])('may not %s', async (sql) => {
    await expect(run(test.database.system, sql)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('whoever owns the tables', () => {
  it.each([
    "update audit_event set type = 'OTHER'",
    'delete from audit_event',
    'truncate audit_event',
    'delete from audit.chain',
    'truncate audit.chain',
    'update audit.checkpoint set number = number + 1',
    'delete from audit.checkpoint_end',
  ])('is refused to %s all the same', async (sql) => {
    await expect(run(mighty.system, sql)).rejects.toThrow('The audit is only ever added to.');
    await expect(
      mighty.system.inTransaction(async (tx) => {
        await run(tx, 'set local session_replication_role = replica');
        await run(tx, sql);
      }),
    ).rejects.toThrow('The audit is only ever added to.');
  });
});
