import type { EntryKind } from '@probity/screening';
import { listedCountry } from '../reading/country.ts';
import { addIfKnown, type EntryDraft } from '../reading/entry-draft.ts';

/** What distinguishes the lists that OFAC publishes in this form. */
export type SdnList = { readonly authority: string };

/** OFAC's words for what a party is; a blank stands for an organisation. */
export function sdnKind(type: string): EntryKind {
  switch (type.toLowerCase()) {
    case 'individual':
      return 'person';
    case 'vessel':
      return 'vessel';
    case 'aircraft':
      return 'aircraft';
    case '':
    case 'entity':
      return 'organisation';
    default:
      return 'unknown';
  }
}

export type SdnVessel = {
  readonly callSign: string;
  readonly type: string;
  readonly tonnage: string;
  readonly grossTonnage: string;
  readonly flag: string;
  readonly owner: string;
};

/** What OFAC knows of a ship; its flag is the country in whose register it stands. */
export function addVessel(draft: EntryDraft, vessel: SdnVessel): void {
  if (vessel.callSign !== '') draft.documents.push({ type: 'Call Sign', number: vessel.callSign });
  if (vessel.type !== '') draft.remarks.push(`Vessel Type ${vessel.type}`);
  if (vessel.tonnage !== '') draft.remarks.push(`Tonnage ${vessel.tonnage}`);
  if (vessel.grossTonnage !== '') {
    draft.remarks.push(`Gross Registered Tonnage ${vessel.grossTonnage}`);
  }
  addIfKnown(draft.countries, listedCountry(vessel.flag, 'INCORPORATION'));
  if (vessel.owner !== '') {
    draft.relatedParties.push({ name: vessel.owner, relationship: 'Vessel Owner' });
  }
}

/** Adds an address and the country it lies in, if anything is known of it. */
export function addAddress(
  draft: EntryDraft,
  lines: readonly string[],
  place: { city?: string; postalCode?: string; country: string },
): void {
  const full = [...lines, place.country].filter((part) => part !== '').join(', ');
  if (full === '') return;
  const link = draft.kind === 'person' ? 'RESIDENCE' : 'OPERATION';
  const country = listedCountry(place.country, link);
  draft.addresses.push({
    full,
    ...(place.city ? { city: place.city } : {}),
    ...(place.postalCode ? { postalCode: place.postalCode } : {}),
    ...(country?.code ? { country: country.code } : {}),
  });
  addIfKnown(draft.countries, country);
}
