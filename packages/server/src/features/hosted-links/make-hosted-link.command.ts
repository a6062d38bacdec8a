import { type Context, inTransaction } from '../../kernel/context.ts';
import { DomainError, InvalidRequest } from '../../kernel/domain-error.ts';
import { newUuid } from '../../kernel/id.ts';
import { insertAuditEvents } from '../audit/audit-event.store.ts';
import { auditEventOf } from '../audit/audit-event.ts';
import { insertComment } from '../comments/comment.store.ts';
import { type CommentInput, commentRowOf } from '../comments/comment.ts';
import { type Entity, findOwnEntity } from '../entities/entity.store.ts';
import { PEOPLE_KEYS } from '../entities/entity-keys.ts';
import { meetPeople } from '../entities/entity-search.store.ts';
import { IndividualNotFound } from '../entities/individual.ts';
import { createIndividual } from '../individuals/create-individual.command.ts';
import { closedUp } from '../likeness/plain-letters.ts';
import { referenceKey } from '../likeness/search-keys.ts';
import { holdReference, insertLink } from './hosted-link.store.ts';
import {
  LINK_LASTS_MS,
  type LinkTerms,
  type MadeLink,
  newLinkToken,
  tokenHash,
} from './hosted-link.ts';

type Making = {
  readonly entityId?: string | undefined;
  /** Another system's name for the person. */
  readonly customerRef?: string | undefined;
  readonly terms: LinkTerms;
  readonly comment?: CommentInput;
};

/** Makes a link for a person who is known, or for somebody of whom only a reference is known yet. */
export async function makeHostedLink(ctx: Context, making: Making): Promise<MadeLink> {
  return inTransaction(ctx, async (tx) => {
    const { entityId, customerRef = '', terms, comment } = making;
    const entity = entityId
      ? await findOwnEntity(tx, entityId)
      : await personOfReference(tx, customerRef);
    if (!entity) throw new IndividualNotFound('body.entityId');
    const { vault } = entity;
    const hostedLinkId = newUuid();
    const token = newLinkToken();
    const hash = tokenHash(token);
    if (!hash) throw new Error('A token is not in the form of one.');
    const at = tx.now();
    const expiresAt = new Date(at.getTime() + LINK_LASTS_MS);
    await insertLink(tx.db, vault, { hostedLinkId, hash, at, expiresAt, terms });
    const about = { objectType: 'HOSTED_LINK', objectId: hostedLinkId };
    await insertComment(tx.db, commentRowOf(tx, vault, { ...about, comment }));
    const detail = { description: 'Link to the upload page made', expiresAt };
    const event = auditEventOf(tx, vault, {
      type: 'OTHER',
      ...about,
      detail,
      ...(comment?.text && { userComment: comment.text }),
    });
    await insertAuditEvents(tx.db, [event]);
    return { entityId: vault.entityId, token, expiresAt };
  });
}

/** More people than one reference can honestly have. */
const MOST_MET = 50;

/** Whoever has the reference; somebody new where nobody has. */
async function personOfReference(tx: Context, customerRef: string): Promise<Entity> {
  const { own } = tx.db.scope;
  const key = tx.vaults.blindKey(own, PEOPLE_KEYS, referenceKey(closedUp(customerRef)));
  await holdReference(tx.db, key);
  const { entities, isUnready } = await meetPeople(tx, { keys: [key], limit: MOST_MET });
  const [found, ...others] = entities.filter(
    ({ vault, individual }) =>
      vault.tenantId === own &&
      individual.externalReferences?.some(({ value }) => value === customerRef),
  );
  if (others.length > 0) {
    throw new InvalidRequest([
      { issue: 'Several individuals have this reference', issueLocation: 'body.customerRef' },
    ]);
  }
  if (found) return found;
  if (isUnready) throw new NotFiledYet();
  const externalReferences = [
    { type: 'CUSTOMER' as const, name: 'customerRef', value: customerRef },
  ];
  return createIndividual(tx, { individual: { externalReferences } });
}

/** Whether somebody has the reference cannot be told yet. */
class NotFiledYet extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'SYS-0503';

  constructor() {
    super('People are still being filed', [
      { issue: 'Try again in a moment, or name the entityId', issueLocation: 'body.customerRef' },
    ]);
  }
}
