import {
  deleteAddress,
  deleteConsent,
  deleteDateOfBirth,
  deleteEmailAddress,
  deleteExternalReference,
  deleteName,
  deletePhoneNumber,
  listExternalReferences,
} from '@probity/contract/operations/individuals/elements';
import type { TenantContext } from '../../http/caller.ts';
import { type Mount, mount } from '../../http/mount.ts';
import { readIndividual } from './read-individual.command.ts';
import { removeElement, withdrawConsent } from './remove-element.command.ts';

/** Single elements of a person: what PATCH cannot take away. */
export function elementRoutes(mounting: Mount<TenantContext>): void {
  for (const { operation, kind } of REMOVALS) {
    mount(mounting, operation, async (ctx, { parameters }) => {
      const { entityId, ...named } = parameters;
      await removeElement(ctx, entityId, { kind, id: Object.values(named)[0] ?? '' });
      return { status: 200, body: { requestId: ctx.requestId, ...parameters } };
    });
  }

  mount(mounting, deleteConsent, async (ctx, { parameters }) => {
    await withdrawConsent(ctx, parameters.entityId, parameters.consentType);
    return { status: 200, body: { requestId: ctx.requestId, ...parameters } };
  });

  mount(mounting, listExternalReferences, async (ctx, { parameters }) => {
    const { individual } = await readIndividual(ctx, parameters.entityId);
    const { externalReferences = [] } = individual;
    return { status: 200, body: { requestId: ctx.requestId, externalReferences } };
  });
}

const REMOVALS = [
  { operation: deleteName, kind: 'nameId' },
  { operation: deleteDateOfBirth, kind: 'dateOfBirthId' },
  { operation: deleteAddress, kind: 'addressId' },
  { operation: deleteEmailAddress, kind: 'emailAddressId' },
  { operation: deletePhoneNumber, kind: 'phoneNumberId' },
  { operation: deleteExternalReference, kind: 'referenceId' },
] as const;
