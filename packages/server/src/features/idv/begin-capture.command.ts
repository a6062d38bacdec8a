import { wakeRuns } from '../../engine/engine.store.ts';
import { type Context, inTransaction } from '../../kernel/context.ts';
import type { CommentInput } from '../comments/comment.ts';
import { type Entity, findOwnEntity, lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { laneOf } from '../executions/execution.ts';
import { listChecks } from './idv-check.store.ts';
import { type IdvCheck, isOpen, refuse } from './idv-check.ts';
import type { IdvDesk } from './idv-desk.ts';
import type { IdvSubject } from './idv-session.ts';
import { keepCheck, keepWord } from './keep-check.command.ts';
import { startCheck } from './start-check.command.ts';

/** What a client wants to capture. */
export type Wanted = {
  readonly entityId: string;
  /** Of a capture that is to be resumed. */
  readonly applicantId?: string | undefined;
  readonly provider?: string | undefined;
  readonly country?: string | undefined;
  readonly documentType?: string | undefined;
  readonly comment?: CommentInput;
};

/** Begins a capture with the first provider that does, or gives back the one that is open. */
export async function beginCapture(ctx: Context, desk: IdvDesk, wanted: Wanted): Promise<IdvCheck> {
  const entity = await findOwnEntity(ctx, wanted.entityId);
  if (!entity) throw new IndividualNotFound();
  const names = await desk.serving(entity.vault.tenantId);
  const { applicantId, provider } = wanted;
  if (provider !== undefined && !names.includes(provider)) {
    throw refuse('Must be a provider that is set up for this tenant', 'body.provider');
  }
  const checks = await listChecks(ctx.db, entity.vault);
  const known = openOne(checks, wanted, ctx.now());
  if (known) return known;
  if (applicantId !== undefined) {
    throw refuse('Must name a capture of this individual that is open', 'body.applicantId');
  }
  const { country, documentType } = wanted;
  const check = await startCheck(ctx, desk, {
    entity,
    document: documentOf(entity, wanted),
    providers: provider === undefined ? names : [provider],
    more: { ...(country && { country }), ...(documentType && { documentType }) },
  });
  return keepBegun(ctx, check, wanted);
}

function openOne(
  checks: readonly IdvCheck[],
  { applicantId, provider }: Wanted,
  now: Date,
): IdvCheck | undefined {
  return checks.find(
    (check) =>
      isOpen(check, now) &&
      check.session.capture === undefined &&
      (applicantId === undefined || check.idvCheckId === applicantId) &&
      (provider === undefined || check.session.provider === provider),
  );
}

/** The document that the client is about to capture, where the person has it. */
function documentOf(
  { individual }: Entity,
  { country, documentType }: Wanted,
): IdvSubject['document'] {
  const found = individual.documents?.IDENTITY?.find(
    (one) =>
      (country === undefined || one.country === country) &&
      (documentType === undefined || one.type === documentType),
  );
  const { documentId, type, country: of, primaryIdentifier } = found ?? {};
  if (!documentId || !type || !of) return undefined;
  return { documentId, type, country: of, ...(primaryIdentifier && { primaryIdentifier }) };
}

/** Of two that were begun at the same time, the one that was kept first counts. */
function keepBegun(ctx: Context, check: IdvCheck, wanted: Wanted): Promise<IdvCheck> {
  const { entityId, comment } = wanted;
  return inTransaction(ctx, async (tx) => {
    await wakeRuns(tx.db, laneOf(entityId, ''));
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const { vault } = entity;
    const first = openOne(await listChecks(tx.db, vault), wanted, tx.now());
    if (first) return first;
    await keepCheck(tx, vault, check);
    await keepWord(tx, vault, { check, comment });
    return check;
  });
}
