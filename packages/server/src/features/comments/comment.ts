import type { Context } from '../../kernel/context.ts';
import type { EffectRow } from '../../kernel/effect.ts';
import { newUuid } from '../../kernel/id.ts';
import type { EntityVault } from '../../kernel/vault.ts';

/** What a comment is about. */
export type CommentSubject = { readonly objectType: string; readonly objectId: string };

/** A comment that came with a change: kept with it, or neither. */
export type CommentInput = { readonly text?: string | undefined } | undefined;

/** A comment as it was left. */
export type KeptComment = {
  readonly commentId: string;
  readonly requestId: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly createdAt: Date;
  readonly text: string;
  readonly createdBy: string | null;
};

/** Where a comment is kept sealed. */
export function placeOfComment(commentId: string): string {
  return `comment/${commentId}`;
}

/** The row of a comment, sealed; undefined when nothing was said. */
export function commentRowOf(
  ctx: Pick<Context, 'actor' | 'requestId' | 'now'>,
  vault: EntityVault,
  said: CommentSubject & { readonly comment: CommentInput },
): EffectRow | undefined {
  const text = said.comment?.text?.trim();
  if (!text) return undefined;
  const commentId = newUuid();
  const sealed = vault.seal(placeOfComment(commentId), { text, createdBy: ctx.actor.username });
  return {
    entity_id: vault.entityId,
    comment_id: commentId,
    request_id: ctx.requestId,
    object_type: said.objectType,
    object_id: said.objectId,
    created_at: ctx.now().toISOString(),
    sealed: sealed.toString('base64'),
  };
}
