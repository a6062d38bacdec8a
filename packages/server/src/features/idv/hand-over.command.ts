import type { Context } from '../../kernel/context.ts';
import type { TenantDb } from '../../kernel/statement.ts';
import type { EntityVault } from '../../kernel/vault.ts';
import { type Entity, findAttachmentContent } from '../entities/entity.store.ts';
import type { WholeCapture } from './capture.ts';
import { type IdvCheck, submitKey } from './idv-check.ts';
import type { IdvDesk, IdvStanding } from './idv-desk.ts';
import type { IdvImage } from './idv-session.ts';
import { keepCheck, keepSubmitted } from './keep-check.command.ts';
import { startCheck } from './start-check.command.ts';

type HandingOver = {
  readonly entity: Entity;
  readonly capture: WholeCapture;
  /** In whose session; another is begun where there is none. */
  readonly check?: IdvCheck;
};

/** Hands images that are kept here to a provider; `not-kept` where one of them is gone. */
export async function handOver(
  ctx: Context,
  desk: IdvDesk,
  { entity, capture, check: known }: HandingOver,
): Promise<{ readonly check: IdvCheck; readonly standing: IdvStanding } | 'not-kept'> {
  const { vault } = entity;
  const images = await imagesOf(ctx.db, vault, capture);
  if (!images) return 'not-kept';
  const check = known ?? (await beginWith(ctx, desk, { entity, capture }));
  const { provider, sessionId } = check.session;
  const { tenantId } = vault;
  const key = submitKey(check);
  const standing = await desk.submit({ tenantId, provider, key }, sessionId, images);
  if (standing.outcome !== 'silent') await keepSubmitted(ctx, vault, { check, capture });
  return { check, standing };
}

/** The images of a capture; undefined where the content of one is not kept. */
export async function imagesOf(
  db: TenantDb,
  vault: EntityVault,
  { document: { front, back }, selfie }: WholeCapture,
): Promise<readonly IdvImage[] | undefined> {
  const wanted = [
    { file: front, side: 'FRONT' as const },
    ...(back ? [{ file: back, side: 'BACK' as const }] : []),
    { file: selfie, side: undefined },
  ];
  const images: IdvImage[] = [];
  for (const { file, side } of wanted) {
    const { attachmentId, mimeType } = file;
    const bytes = await findAttachmentContent(db, vault, attachmentId);
    if (!bytes) return undefined;
    images.push({ attachmentId, mimeType, bytes, ...(side && { side }) });
  }
  return images;
}

async function beginWith(
  ctx: Context,
  desk: IdvDesk,
  { entity, capture }: Omit<HandingOver, 'check'>,
): Promise<IdvCheck> {
  const { vault } = entity;
  const { front: _front, back: _back, ...document } = capture.document;
  const providers = await desk.serving(vault.tenantId);
  const check = await startCheck(ctx, desk, { entity, document, providers, more: { capture } });
  await keepCheck(ctx, vault, check);
  return check;
}
