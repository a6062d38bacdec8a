import type { ListedName } from '@probity/screening';
import {
  childNamed,
  childrenNamed,
  childText,
  type XmlElement,
} from '../../reading/xml-records.ts';
import { isFormerName, sdnSplitName } from '../sdn-name.ts';
import type { ReferenceValues } from './reference-values.ts';

/** Which of the parts belong to the family name; all others stand before it. */
const FAMILY_PARTS = new Set(['Last Name', 'Maiden Name']);
const GIVEN_ORDER = ['First Name', 'Middle Name', 'Patronymic', 'Matronymic'];

/** The names of a profile, the primary one first; a name in two scripts is two names. */
export function profileNames(profile: XmlElement, values: ReferenceValues): ListedName[] {
  const names: ListedName[] = [];
  for (const identity of childrenNamed(profile, 'Identity')) {
    const partTypes = partTypesOf(identity, values);
    const isMain = identity.attributes.Primary !== 'false';
    for (const alias of childrenNamed(identity, 'Alias')) {
      const isPrimary = isMain && alias.attributes.Primary === 'true';
      for (const name of childrenNamed(alias, 'DocumentedName')) {
        const written = nameOf(name, partTypes, markOf(alias, values));
        if (isPrimary && !names.some(({ quality }) => quality === 'primary')) {
          names.unshift({ ...written, quality: 'primary' });
        } else names.push(written);
      }
    }
  }
  return names.filter(({ full }) => full !== '');
}

/** The primary name as a text; empty where there is none. */
export function profileNameOf(profile: XmlElement, values: ReferenceValues): string {
  return profileNames(profile, values)[0]?.full ?? '';
}

function markOf(alias: XmlElement, values: ReferenceValues) {
  const isFormer = isFormerName(values.word('AliasType', alias.attributes.AliasTypeID));
  const quality = alias.attributes.LowQuality === 'true' ? 'weak' : 'strong';
  return { quality, ...(isFormer && { isFormer }) } as const;
}

function partTypesOf(identity: XmlElement, values: ReferenceValues): ReadonlyMap<string, string> {
  const groups = childNamed(identity, 'NamePartGroups');
  const parts = (groups ? childrenNamed(groups, 'MasterNamePartGroup') : []).flatMap((master) =>
    childrenNamed(master, 'NamePartGroup'),
  );
  return new Map(
    parts.map(({ attributes }) => [
      attributes.ID ?? '',
      values.word('NamePartType', attributes.NamePartTypeID),
    ]),
  );
}

function nameOf(
  name: XmlElement,
  partTypes: ReadonlyMap<string, string>,
  mark: ReturnType<typeof markOf>,
): ListedName {
  const parts = childrenNamed(name, 'DocumentedNamePart').map((part) => {
    const group = childNamed(part, 'NamePartValue')?.attributes.NamePartGroupID ?? '';
    return { type: partTypes.get(group) ?? '', text: childText(part, 'NamePartValue') };
  });
  const family = parts.filter(({ type }) => FAMILY_PARTS.has(type));
  const rank = (type: string) =>
    (GIVEN_ORDER.indexOf(type) + GIVEN_ORDER.length) % GIVEN_ORDER.length;
  const others = parts
    .filter(({ type }) => !FAMILY_PARTS.has(type))
    .sort((one, other) => rank(one.type) - rank(other.type));
  const textOf = (some: typeof parts) =>
    some
      .map(({ text }) => text)
      .filter((text) => text !== '')
      .join(' ');
  return sdnSplitName(textOf(others), textOf(family), mark);
}
