import type { FoundInReference } from '../../features/reference-people/find-reference-people.command.ts';
import type { Findable } from '../../features/reference-people/reference-keys.ts';
import type {
  AttributeFinding,
  IdentityAsk,
  IdentityProvider,
  SourceFinding,
} from '../identity-provider.ts';
import { type Compared, comparePerson } from './compare-person.ts';

/** Looks for somebody in the registers of a tenant. */
export type FindPeople = (
  tenantId: string,
  person: Findable,
) => Promise<readonly FoundInReference[]>;

/**
 * Registers that the operator trusts already, as independent sources: each answers with the one row that
 * is most likely the person, never with parts of several.
 */
export function referenceProvider(find: FindPeople): IdentityProvider {
  return {
    name: 'reference',
    serves: () => true,
    async verify(ask, { tenantId, signal }) {
      signal.throwIfAborted();
      const found = await find(tenantId, findableOf(ask));
      signal.throwIfAborted();
      return { outcome: 'answered', sources: found.map((source) => sourceFinding(source, ask)) };
    },
  };
}

function findableOf({ subject }: IdentityAsk): Findable {
  return {
    names: subject.names.map(({ full }) => full),
    births: subject.births.map(({ date }) => date),
    documents: subject.documents.flatMap(({ type, primaryIdentifier: number }) =>
      number ? [{ type, number }] : [],
    ),
    addresses: subject.addresses,
  };
}

function sourceFinding(
  { source, name, people }: FoundInReference,
  ask: IdentityAsk,
): SourceFinding {
  let best: (Compared & FoundInReference['people'][number]) | undefined;
  for (const one of people) {
    const compared = comparePerson(ask, one.person);
    if (!best || compared.likeness > best.likeness) best = { ...compared, ...one };
  }
  if (!best?.isThem) return { source, sourceName: name, ...unknownTo(ask) };
  const { person, ordinal, attributes, documents, isBorneOut } = best;
  return {
    source,
    sourceName: name,
    reference: person.reference ?? String(ordinal),
    attributes,
    documents,
    ...(person.isDeceased && isBorneOut && { isDeceased: true }),
  };
}

/** Nobody in the register is the person: so it says, of everything that is wanted. */
function unknownTo({ subject, attributes, documents }: IdentityAsk) {
  const elements = {
    name: subject.names,
    dob: subject.births,
    address: subject.addresses,
    gender: subject.gender ? [{ objectId: subject.entityId }] : [],
  };
  return {
    attributes: attributes.flatMap((attribute) =>
      elements[attribute].map(
        ({ objectId }): AttributeFinding => ({
          attribute,
          objectId,
          result: 'NO_MATCH',
          strengths: {},
        }),
      ),
    ),
    documents: documents.map((documentId) => ({
      documentId,
      result: 'NO_MATCH' as const,
      strengths: {},
    })),
  };
}
