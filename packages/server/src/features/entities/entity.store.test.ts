import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newUuid } from '../../kernel/id.ts';
import { readStatement, systemStatement } from '../../kernel/statement.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { COMMENT_EFFECT, insertComment } from '../comments/comment.store.ts';
import { commentRowOf } from '../comments/comment.ts';
import {
  ATTACHMENT_EFFECT,
  deleteEntity,
  ENTITY_KEY_EFFECT,
  findEntity,
  findOwnEntity,
  INDIVIDUAL_EFFECT,
  insertEntity,
  listAttachmentContents,
  lockEntity,
  putAttachments,
  toAttachmentRow,
  toEntityKeyRow,
  toIndividualRow,
  updateIndividual,
} from './entity.store.ts';
import { CHANGED_AT, MADE_AT, personOf } from './test-people.ts';
import { type TestTenant, testTenant } from './test-tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await testTenant();
});
afterAll(() => tenant.test.drop());

const SCAN = { attachmentId: newUuid(), documentId: newUuid(), bytes: Buffer.from('scan') };
const COUNT = systemStatement<{ people: number; keys: number; files: number; audit: number }>(
  'test-count-traces',
  `select (select count(*) from individual where entity_id = $1)::int as people,
     (select count(*) from keyring.entity_key where entity_id = $1)::int as keys,
     (select count(*) from attachment where entity_id = $1)::int as files,
     (select count(*) from audit_event where entity_id = $1)::int as audit`,
);
const SEALED = readStatement<{ sealed: Buffer }>(
  'test-sealed',
  `select sealed from individual where tenant_id = any($1) and entity_id = $2
   union all select sealed from attachment where tenant_id = any($1) and entity_id = $2
   union all select sealed from comment where tenant_id = any($1) and entity_id = $2`,
);

describe('the entity store', () => {
  it('gives back a person as they were kept', async () => {
    const { individual } = await tenant.keep();
    const found = await findEntity(tenant.ctx, individual.entityId);

    expect(found?.individual).toEqual(individual);
    expect(found?.revision).toBe(1);
    expect(found?.vault).toMatchObject({
      tenantId: tenant.db.scope.own,
      entityId: individual.entityId,
    });
  });

  it('keeps a person, a key and files that commit with a checkpoint', async () => {
    const individual = personOf({ name: { familyName: 'Effect' } });
    const { entityId } = individual;
    const { vault, wrapped } = tenant.ctx.vaults.create(tenant.db.scope.own, entityId);
    await tenant.write(INDIVIDUAL_EFFECT, toIndividualRow(vault, individual));
    await tenant.write(ENTITY_KEY_EFFECT, toEntityKeyRow(entityId, wrapped));
    await tenant.write(ATTACHMENT_EFFECT, toAttachmentRow(vault, SCAN, MADE_AT));

    const found = await findOwnEntity(tenant.ctx, entityId);
    expect(found?.individual).toEqual(individual);
    const contents = await listAttachmentContents(tenant.db, found?.vault ?? vault);
    expect(contents).toEqual(new Map([[SCAN.attachmentId, SCAN.bytes]]));
  });

  it('knows nobody of another tenant', async () => {
    const { individual } = await tenant.keep();
    const stranger = await tenant.another();

    for (const find of [findEntity, findOwnEntity, lockEntity]) {
      expect(await find(stranger, individual.entityId)).toBeUndefined();
    }
    expect(await findEntity(tenant.ctx, newUuid())).toBeUndefined();
  });

  it('lets a parent read a child’s person and not change them', async () => {
    const { individual } = await tenant.keep();
    const parent = await tenant.another();
    const readable = [parent.db.scope.own, tenant.db.scope.own];
    const ctx = { ...parent, db: tenant.system.forTenant({ own: parent.db.scope.own, readable }) };

    expect((await findEntity(ctx, individual.entityId))?.individual).toEqual(individual);
    expect(await findOwnEntity(ctx, individual.entityId)).toBeUndefined();
    expect(await lockEntity(ctx, individual.entityId)).toBeUndefined();
  });

  it('keeps a change, and counts it', async () => {
    const entity = await tenant.keep();
    const individual = { ...entity.individual, nationality: 'NZL' };
    await updateIndividual(tenant.db, { ...entity, individual, revision: 2 }, CHANGED_AT);

    const found = await findEntity(tenant.ctx, individual.entityId);
    expect(found?.individual).toEqual(individual);
    expect(found?.revision).toBe(2);
  });

  it('loses none of many changes that are made at once', async () => {
    const { individual } = await tenant.keep();
    const { entityId } = individual;
    const add = (value: string) =>
      tenant.db.inTransaction(async (db) => {
        const locked = await lockEntity({ ...tenant.ctx, db }, entityId);
        if (!locked) throw new Error('The person is gone.');
        const customAttributes = {
          ...locked.individual.customAttributes,
          [value]: { type: 'text', value },
        };
        const individual = { ...locked.individual, customAttributes };
        const changed = { ...locked, individual, revision: locked.revision + 1 };
        await updateIndividual(db, changed, CHANGED_AT);
      });
    const words = Array.from({ length: 8 }, (_, at) => `word ${at}`);
    await Promise.all(words.map(add));

    const found = await findEntity(tenant.ctx, entityId);
    expect(Object.keys(found?.individual.customAttributes ?? {}).sort()).toEqual(words);
    expect(found?.revision).toBe(9);
  });

  it('replaces the content of a file and keeps the others', async () => {
    const { vault } = await tenant.keep();
    const other = { ...SCAN, attachmentId: newUuid(), bytes: Buffer.from('other') };
    await putAttachments(tenant.db, vault, { contents: [SCAN, other], at: MADE_AT });
    const again = { ...SCAN, bytes: Buffer.alloc(0) };
    await putAttachments(tenant.db, vault, { contents: [again], at: CHANGED_AT });
    await putAttachments(tenant.db, vault, { contents: [], at: CHANGED_AT });

    const contents = await listAttachmentContents(tenant.db, vault);
    expect(contents.get(SCAN.attachmentId)).toEqual(Buffer.alloc(0));
    expect(contents.get(other.attachmentId)).toEqual(other.bytes);
  });

  it('keeps nothing of a person that can be read without their key', async () => {
    const entity = await tenant.keep(personOf({ name: { familyName: 'Canarybird' } }));
    const { vault } = entity;
    const bytes = Buffer.from('Canarybird scan');
    await putAttachments(tenant.db, vault, { contents: [{ ...SCAN, bytes }], at: MADE_AT });
    const about = { objectType: 'INDIVIDUAL', objectId: vault.entityId };
    const comment = { text: ' Canarybird called ' };
    await insertComment(tenant.db, commentRowOf(tenant.ctx, vault, { ...about, comment }));
    const row = commentRowOf(tenant.ctx, vault, { ...about, comment });
    if (row) await tenant.write(COMMENT_EFFECT, row);

    const rows = await tenant.db.all(SEALED, [vault.entityId]);
    expect(rows).toHaveLength(4);
    expect(rows.some(({ sealed }) => sealed.includes('Canarybird'))).toBe(false);
  });

  it('keeps no comment where nothing was said', async () => {
    const { vault } = await tenant.keep();
    const about = { objectType: 'INDIVIDUAL', objectId: vault.entityId };
    for (const comment of [undefined, {}, { text: '' }, { text: ' \n' }]) {
      expect(commentRowOf(tenant.ctx, vault, { ...about, comment })).toBeUndefined();
    }
    await insertComment(tenant.db, undefined);
  });

  it('forgets a person and their key, and nothing of the audit', async () => {
    const { vault } = await tenant.keep();
    const kept = await tenant.keep();
    await putAttachments(tenant.db, vault, { contents: [SCAN], at: MADE_AT });
    await tenant.db.inTransaction(async (tx) => {
      await insertAuditEvents(tx, [auditEventOf(tenant.ctx, vault, { type: 'ENTITY_PURGE' })]);
      await deleteEntity(tx, vault.entityId);
    });

    const [traces] = await tenant.system.all(COUNT, [vault.entityId]);
    expect(traces).toEqual({ people: 0, keys: 0, files: 0, audit: 1 });
    expect(await findEntity(tenant.ctx, vault.entityId)).toBeUndefined();
    expect(await findEntity(tenant.ctx, kept.vault.entityId)).toBeDefined();
  });

  it('deletes nobody of another tenant', async () => {
    const { vault } = await tenant.keep();
    const stranger = await tenant.another();
    await deleteEntity(stranger.db, vault.entityId);
    expect(await findEntity(tenant.ctx, vault.entityId)).toBeDefined();
  });

  it('refuses to keep one person twice', async () => {
    const entity = await tenant.keep();
    const { wrapped } = tenant.ctx.vaults.create(tenant.db.scope.own, entity.vault.entityId);
    await expect(insertEntity(tenant.db, entity, { wrapped, at: MADE_AT })).rejects.toThrow();
  });

  it('takes audit events in the transaction of their change only', async () => {
    const { vault } = await tenant.keep();
    const event = auditEventOf(tenant.ctx, vault, { type: 'ENTITY_UPDATE' });
    await expect(insertAuditEvents(tenant.db, [event])).rejects.toThrow('transaction');
  });
});
