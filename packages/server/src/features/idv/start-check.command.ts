import type { Context } from '../../kernel/context.ts';
import type { Entity } from '../entities/entity.store.ts';
import { CaptureNotBegun, type IdvCheck, newCheck } from './idv-check.ts';
import type { IdvDesk } from './idv-desk.ts';
import { type IdvSubject, idvSubjectOf } from './idv-session.ts';

type Starting = {
  readonly entity: Entity;
  readonly document: IdvSubject['document'];
  /** In the order in which they are asked. */
  readonly providers: readonly string[];
  readonly more: Omit<Parameters<typeof newCheck>[2], 'at'>;
};

/** Begins a check with the first provider that does; nothing is kept yet. @throws {@link CaptureNotBegun} */
export async function startCheck(
  ctx: Context,
  desk: IdvDesk,
  { entity, document, providers, more }: Starting,
): Promise<IdvCheck> {
  const { vault, individual } = entity;
  const { tenantId, entityId } = vault;
  const subject = idvSubjectOf(individual, entityId, document);
  const silences: string[] = [];
  for (const provider of providers) {
    const key = `idv/${entityId}/${ctx.requestId}/${provider}`;
    const session = await desk.start({ tenantId, provider, key }, subject);
    if (session.outcome === 'started')
      return newCheck(provider, session, { ...more, at: ctx.now() });
    silences.push(session.detail);
  }
  throw new CaptureNotBegun(
    silences.length > 0 ? silences : ['No provider of checks of document and face is set up'],
  );
}
