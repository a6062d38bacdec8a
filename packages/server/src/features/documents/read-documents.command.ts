import type { Context } from '../../kernel/context.ts';
import { type Entity, findEntity, listAttachmentContents } from '../entities/entity.store.ts';
import { type FileContents, IndividualNotFound } from '../entities/individual.ts';
import type { Level } from '../entities/individual-view.ts';

/** A person, with the contents of their files where these are asked for. */
export async function readWithContents(
  ctx: Context,
  entityId: string,
  level: Level,
): Promise<{ readonly entity: Entity; readonly contents: FileContents }> {
  const entity = await findEntity(ctx, entityId);
  if (!entity) throw new IndividualNotFound();
  return { entity, contents: await contentsAt(ctx, entity, level) };
}

/** Contents of a person's files, where the level asks for them. */
export async function contentsAt(
  ctx: Pick<Context, 'db'>,
  { vault }: Entity,
  level: Level,
): Promise<FileContents> {
  return level === 'base64' ? listAttachmentContents(ctx.db, vault) : new Map();
}
