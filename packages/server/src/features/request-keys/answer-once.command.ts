import type { Context } from '../../kernel/context.ts';
import type { EffectRow } from '../../kernel/effect.ts';
import type { TenantDb } from '../../kernel/statement.ts';
import { findVault } from '../entities/entity.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import {
  claimKey,
  FENCE,
  findKey,
  keepAnswer,
  markCarriedOut,
  releaseKey,
  type SealedAnswer,
} from './request-key.store.ts';
import {
  AnswerLost,
  canonicalText,
  checkedKey,
  entityOf,
  type KeptAnswer,
  type KeyedRequest,
  KeyUsedOtherwise,
  type KnownRequest,
  type RequestHashes,
  RequestUnderWay,
} from './request-key.ts';

/** What keys and requests are hashed for. */
const PURPOSE = 'request-keys';
const PLACE = 'request_key';

/**
 * Carries a request out once and gives its answer again for a day, however often it is sent.
 *
 * The key is claimed first, in a statement of its own. That the request was carried out commits with the change
 * itself: whoever finds the key afterwards knows whether there is anything left to do, also where the server was
 * lost in between. A request that was only slow, and lost its key to a second one, cannot commit any more.
 */
export async function answerOnce<C extends Context>(
  ctx: C,
  request: KeyedRequest,
  carryOut: (ctx: C) => Promise<KeptAnswer>,
): Promise<KeptAnswer> {
  const hashes = hashesOf(ctx, request);
  const { requestId } = ctx;
  if (!(await claimKey(ctx.db, hashes, requestId))) return answerAgain(ctx, hashes);
  const held = { keyHash: hashes.keyHash, requestId };
  let answer: KeptAnswer;
  try {
    const row = { key_hash: hashes.keyHash, request_id: requestId };
    answer = await carryOut({ ...ctx, db: marking(ctx.db, row), requestKey: row });
  } catch (error) {
    // Where the database is away, the key comes free by itself.
    await releaseKey(ctx.db, held).catch(() => undefined);
    throw isFenced(error) ? new RequestUnderWay() : error;
  }
  try {
    const sealed = await sealedAnswer(ctx, answer, request.entityId);
    const isKept = sealed && (await keepAnswer(ctx.db, held, sealed));
    if (!isKept) await releaseKey(ctx.db, held);
  } catch {
    // It has been carried out and is answered; asked again, what is known of it is told instead.
  }
  return answer;
}

function hashesOf({ db, vaults }: Context, { key, operationId, sent }: KeyedRequest) {
  const hash = (text: string) => vaults.blindKey(db.scope.own, PURPOSE, text);
  return {
    keyHash: hash(`${operationId} ${checkedKey(key)}`),
    requestHash: hash(canonicalText(sent)),
  };
}

/** Every transaction of the request says first that it carries the request out. */
function marking(db: TenantDb, row: EffectRow): TenantDb {
  return {
    ...db,
    inTransaction: (work) =>
      db.inTransaction(async (tx) => {
        await markCarriedOut(tx, row);
        return work(tx);
      }),
  };
}

function isFenced(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === FENCE;
}

async function answerAgain(ctx: Context, { keyHash, requestHash }: RequestHashes) {
  const known = await findKey(ctx.db, keyHash);
  // Released or forgotten since: the next try finds the key free.
  if (!known) throw new RequestUnderWay();
  if (known.requestHash !== requestHash) throw new KeyUsedOtherwise();
  if (known.status !== null && known.sealed) return keptAnswer(ctx, known, known.sealed);
  if (known.isUnderWay || !known.isCarriedOut) throw new RequestUnderWay();
  return told(ctx, known);
}

/** A run that was started goes on wherever it is taken up: its caller hears of it as in the background. */
function told(ctx: Context, { requestId, entityId, workflowExecutionId }: KnownRequest) {
  if (!entityId || !workflowExecutionId) throw new AnswerLost(requestId);
  return { status: 202, body: { requestId: ctx.requestId, workflowExecutionId, entityId } };
}

async function keptAnswer(
  ctx: Context,
  { entityId, wrapped, status, requestId }: KnownRequest,
  sealed: Buffer,
): Promise<KeptAnswer> {
  const { own } = ctx.db.scope;
  const vault = wrapped
    ? ctx.vaults.open(own, requestId, wrapped)
    : await findVault(ctx, entityId ?? '');
  // Deleted since, with the key that opens the answer.
  if (!vault) throw new IndividualNotFound();
  return {
    status: status ?? 200,
    body: vault.unseal<object>(PLACE, sealed),
    headers: { 'X-Request-Id': requestId, 'Idempotent-Replayed': 'true' },
  };
}

/** Undefined where the person whom it is about has been deleted meanwhile. */
async function sealedAnswer(
  ctx: Context,
  { status, body }: KeptAnswer,
  ofPath: string | undefined,
): Promise<SealedAnswer | undefined> {
  const entityId = ofPath ?? entityOf(body) ?? null;
  if (entityId === null) {
    const { vault, wrapped } = ctx.vaults.create(ctx.db.scope.own, ctx.requestId);
    return { status, entityId, sealed: vault.seal(PLACE, body), wrapped };
  }
  const vault = await findVault(ctx, entityId);
  return vault && { status, entityId, sealed: vault.seal(PLACE, body), wrapped: null };
}
