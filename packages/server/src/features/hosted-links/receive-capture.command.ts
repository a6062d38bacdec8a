import { wakeRuns } from '../../engine/engine.store.ts';
import { type Context, inTransaction } from '../../kernel/context.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { layDocument } from '../documents/lay-document.command.ts';
import { type Entity, findOwnEntity } from '../entities/entity.store.ts';
import { laneOf } from '../executions/execution.ts';
import { SELFIE } from '../idv/capture.ts';
import { type FoundLink, useLink } from './hosted-link.store.ts';
import type { Upload } from './upload.ts';

/**
 * Keeps the images as documents of the link's person, and wakes the runs that wait for them. Undefined
 * where the link has been used meanwhile, has expired, or its person is gone.
 */
export async function receiveCapture(
  ctx: Context,
  link: FoundLink,
  { documentType, country, front, back, selfie }: Upload,
): Promise<Entity | undefined> {
  const { entityId, hostedLinkId, terms } = link;
  return inTransaction(ctx, async (tx) => {
    await wakeRuns(tx.db, laneOf(entityId, ''));
    const entity = await findOwnEntity(tx, entityId);
    if (!entity || !(await useLink(tx.db, link, tx.now()))) return undefined;
    const known = knownDocument(entity, { documentType, country });
    await layDocument(tx, {
      entityId,
      documentClass: 'IDENTITY',
      document: {
        ...(known ? { documentId: known } : { type: documentType, country }),
        attachments: [photoOf(front, 'FRONT'), ...(back ? [photoOf(back, 'BACK')] : [])],
      },
      comment: undefined,
    });
    const { entity: changed } = await layDocument(tx, {
      entityId,
      documentClass: 'OTHER',
      document: { type: SELFIE, country, attachments: [photoOf(selfie)] },
      comment: undefined,
    });
    const event = auditEventOf(tx, entity.vault, {
      type: 'OTHER',
      objectType: 'HOSTED_LINK',
      objectId: hostedLinkId,
      detail: {
        description: 'Document and face uploaded',
        consent: terms.hasConsent ? 'said by the client' : 'given on the page',
      },
    });
    await insertAuditEvents(tx.db, [event]);
    return changed;
  });
}

/** The only document of its kind and country is the one that was photographed. */
function knownDocument(
  { individual }: Entity,
  { documentType, country }: Pick<Upload, 'documentType' | 'country'>,
): string | undefined {
  const same = (individual.documents?.IDENTITY ?? []).filter(
    (document) => document.type === documentType && document.country === country,
  );
  return same.length === 1 ? same[0]?.documentId : undefined;
}

function photoOf(bytes: Buffer, side?: 'FRONT' | 'BACK') {
  return { type: 'PHOTO', data: { base64: bytes.toString('base64') }, ...(side && { side }) };
}
