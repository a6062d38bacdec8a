import { IDV_STATUSES, type IdvStatus } from '@probity/contract/operations/idv/captures';
import { wakeRuns } from '../../engine/engine.store.ts';
import { type Context, inTransaction } from '../../kernel/context.ts';
import type { CommentInput } from '../comments/comment.ts';
import { type Entity, findOwnEntity, lockEntity } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { laneOf } from '../executions/execution.ts';
import { isWhole } from './capture.ts';
import { fillInPerson } from './fill-in.command.ts';
import { handOver } from './hand-over.command.ts';
import { listChecks } from './idv-check.store.ts';
import { type IdvCheck, type NextMove, nextMove, refuse } from './idv-check.ts';
import type { IdvDesk, IdvStanding } from './idv-desk.ts';
import { keepSubmitted, keepWord } from './keep-check.command.ts';

/** Which capture: the latest where nothing is named. */
export type NamedCapture = {
  readonly entityId: string;
  readonly token?: string | undefined;
  readonly providerReferenceId?: string | undefined;
};

export type ProcessedCapture = {
  readonly status: IdvStatus;
  /** The newest run that was woken. */
  readonly workflowExecutionId?: string;
};

/**
 * Everything was captured: images that are kept here are handed over, and the check is asked about. Runs
 * that wait go on; they ask for themselves, so that nothing hangs on this request.
 */
export async function processCapture(
  ctx: Context,
  desk: IdvDesk,
  { comment, ...named }: NamedCapture & { readonly comment?: CommentInput },
): Promise<ProcessedCapture> {
  const { entity, checks } = await open(ctx, named);
  const move = nextMove(entity.individual.documents, checks, ctx.now());
  if (move.move === 'capture') return { status: missing(entity, move) };
  const done = await carryOut(ctx, desk, { entity, move });
  if (done === 'not-kept') return { status: 'CHECK_PROCESSING_DOWNLOAD_FAIL' };
  return conclude(ctx, { ...done, entityId: named.entityId, comment });
}

/** How the check stands. Changes nothing but that waiting runs look again where there is a result. */
export async function checkCapture(
  ctx: Context,
  desk: IdvDesk,
  named: NamedCapture,
): Promise<IdvStatus> {
  const { entity, checks } = await open(ctx, named);
  const [check] = checks;
  if (!check) {
    return missing(entity, nextMove(entity.individual.documents, [], ctx.now()));
  }
  const standing = await ask(ctx, desk, check);
  if (standing.outcome === 'answered') {
    await inTransaction(ctx, (tx) => wakeRuns(tx.db, laneOf(named.entityId, '')));
  }
  return statusOf(check, standing);
}

type Opened = { readonly entity: Entity; readonly checks: readonly IdvCheck[] };

async function open(
  ctx: Context,
  { entityId, token, providerReferenceId }: NamedCapture,
): Promise<Opened> {
  const entity = await findOwnEntity(ctx, entityId);
  if (!entity) throw new IndividualNotFound();
  const checks = await listChecks(ctx.db, entity.vault);
  if (token === undefined && providerReferenceId === undefined) return { entity, checks };
  const found = checks.filter(
    ({ idvCheckId, session }) =>
      (token === undefined || session.token === token) &&
      (providerReferenceId === undefined ||
        [session.sessionId, idvCheckId].includes(providerReferenceId)),
  );
  if (found.length > 0) return { entity, checks: found };
  const where = token === undefined ? 'body.providerReferenceId' : 'body.token';
  throw refuse('Must be of a capture of this individual', where);
}

/** What has to be captured first. */
function missing({ individual }: Entity, move: NextMove): IdvStatus {
  if (move.move === 'capture' && move.capture.document) return 'WAITING_SELFIE_UPLOAD';
  if (move.move === 'submit') return 'IN_PROGRESS';
  const files = (individual.documents?.IDENTITY ?? []).flatMap((one) => one.attachments ?? []);
  if (files.length > 0) return 'DOCUMENT_INVALID_INCORRECT_FILE_FORMAT';
  throw refuse('Nothing has been captured: begin with a token, a link or images', 'request');
}

type Moved = { readonly check: IdvCheck; readonly standing: IdvStanding };

async function carryOut(
  ctx: Context,
  desk: IdvDesk,
  {
    entity,
    move,
  }: { readonly entity: Entity; readonly move: Exclude<NextMove, { move: 'capture' }> },
): Promise<Moved | 'not-kept'> {
  if (move.move === 'ask') return { check: move.check, standing: await ask(ctx, desk, move.check) };
  if (!isWhole(move.capture)) throw new Error('A capture that is not whole was to be handed over.');
  return handOver(ctx, desk, { entity, ...move });
}

function ask(ctx: Context, desk: IdvDesk, check: IdvCheck): Promise<IdvStanding> {
  const { provider, sessionId } = check.session;
  const key = `idv/${check.idvCheckId}/result/${ctx.requestId}`;
  return desk.result({ tenantId: ctx.db.scope.own, provider, key }, sessionId);
}

type Concluding = Moved & { readonly entityId: string; readonly comment: CommentInput };

async function conclude(
  ctx: Context,
  { check, standing, entityId, comment }: Concluding,
): Promise<ProcessedCapture> {
  const woken = await inTransaction(ctx, async (tx) => {
    const runs = await wakeRuns(tx.db, laneOf(entityId, ''));
    const entity = await lockEntity(tx, entityId);
    if (!entity) throw new IndividualNotFound();
    const { vault } = entity;
    if (standing.outcome !== 'silent') await keepSubmitted(tx, vault, { check });
    if (standing.outcome === 'answered' && standing.reading) {
      await fillInPerson(tx, entity, standing.reading);
    }
    await keepWord(tx, vault, { check, comment });
    return runs;
  });
  // What follows the capture: it is handed over now, whatever it was before.
  const status = statusOf({ ...check, state: 'SUBMITTED' }, standing);
  const workflowExecutionId = woken.sort().at(-1);
  return { status, ...(workflowExecutionId && { workflowExecutionId }) };
}

function statusOf({ state }: IdvCheck, standing: IdvStanding): IdvStatus {
  if (standing.outcome === 'answered') return 'COMPLETE';
  if (standing.outcome === 'silent') return 'PROVIDER_OFFLINE';
  const said = IDV_STATUSES.find((status) => status === standing.status && status !== 'COMPLETE');
  return said ?? (state === 'OPEN' ? 'IN_PROGRESS' : 'CHECK_PROCESSING');
}
