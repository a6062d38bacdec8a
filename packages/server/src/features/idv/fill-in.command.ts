import { DateInput } from '@probity/contract/date';
import { IndividualPatch } from '@probity/contract/individual';
import type { Context } from '../../kernel/context.ts';
import { keepEdit } from '../edits/keep-edit.command.ts';
import type { Entity } from '../entities/entity.store.ts';
import { mergeIndividual } from '../entities/merge-individual.ts';
import type { IdvReading } from './idv-session.ts';

/**
 * The name and birth date of somebody who has no name are those of their document. Whoever has a name
 * keeps it, whatever a document says: that is for the comparison to tell.
 */
export async function fillInPerson(
  tx: Context,
  entity: Entity,
  { given, family, birth }: IdvReading,
): Promise<Entity> {
  const { individual } = entity;
  if (individual.name !== undefined || !family) return entity;
  const patch = IndividualPatch.safeParse({
    name: { familyName: family, ...(given && { givenName: given }) },
    ...(birth && individual.dateOfBirth === undefined && { dateOfBirth: partsOf(birth) }),
  });
  // What a provider read may be too long, or no date: nobody is called that.
  if (!patch.success) return entity;
  const merged = mergeIndividual(individual, patch.data, tx.now());
  const about = { objectType: 'INDIVIDUAL', objectId: individual.entityId };
  return keepEdit(tx, entity, { ...merged, about });
}

/** A date that was read; undefined where it is none. */
export function dateRead(iso: string | undefined): DateInput | undefined {
  if (iso === undefined) return undefined;
  const read = DateInput.safeParse(partsOf(iso));
  return read.success ? read.data : undefined;
}

function partsOf(iso: string) {
  const [year, month, day] = iso.split('-');
  return { year, ...(month && { month }), ...(day && { day }) };
}
