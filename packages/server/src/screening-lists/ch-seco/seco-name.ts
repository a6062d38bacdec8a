import type { ListedName, NameQuality } from '@probity/screening';
import { childrenNamed, childText, type XmlElement } from '../reading/xml-records.ts';

const FAMILY_PARTS = new Set(['family-name', 'maiden-name', 'tribal-name']);

/** Parts that are no part of the name as it is written on papers. */
const LEFT_OUT = new Set(['title', 'suffix']);

/** The names of a target, with the other spellings that are given of each; the primary one first. */
export function secoNames(identities: readonly XmlElement[]): ListedName[] {
  const names: ListedName[] = [];
  for (const identity of identities) {
    for (const name of childrenNamed(identity, 'name')) {
      const isPrimary = name.attributes['name-type'] === 'primary-name';
      const isMain = isPrimary && !names.some(({ quality }) => quality === 'primary');
      const [written, ...others] = spellingsOf(name);
      if (written && isMain) names.unshift({ ...written, quality: 'primary' });
      else if (written) names.push(written);
      names.push(...others);
    }
  }
  return names;
}

function spellingsOf(name: XmlElement): ListedName[] {
  const parts = [...childrenNamed(name, 'name-part')].sort(
    (one, other) => orderOf(one) - orderOf(other),
  );
  const isWeak = name.attributes.quality === 'low';
  const isFormer = /former|maiden/.test(name.attributes['name-type'] ?? '');
  const mark = { quality: isWeak ? 'weak' : 'strong', ...(isFormer && { isFormer }) } as const;
  const whole = nameOf(parts, (part) => childText(part, 'value'), mark);
  return [whole, ...variantsOf(parts, mark)].filter(({ full }) => full !== '');
}

/** Each spelling of a part stands beside the other parts, in the same spelling where they have it. */
function variantsOf(parts: readonly XmlElement[], mark: Mark): ListedName[] {
  const most = Math.max(0, ...parts.map((part) => childrenNamed(part, 'spelling-variant').length));
  return Array.from({ length: most }, (_, at) =>
    nameOf(
      parts,
      (part) => childrenNamed(part, 'spelling-variant')[at]?.text || childText(part, 'value'),
      mark,
    ),
  );
}

type Mark = { readonly quality: NameQuality; readonly isFormer?: boolean };

function nameOf(
  parts: readonly XmlElement[],
  textOf: (part: XmlElement) => string,
  mark: Mark,
): ListedName {
  const typeOf = (part: XmlElement) => part.attributes['name-part-type'] ?? '';
  const named = parts.filter((part) => !LEFT_OUT.has(typeOf(part)));
  const join = (some: readonly XmlElement[]) =>
    some
      .map(textOf)
      .filter((text) => text !== '')
      .join(' ')
      .replace(/\s+/g, ' ');
  const family = join(named.filter((part) => FAMILY_PARTS.has(typeOf(part))));
  const given = join(named.filter((part) => !FAMILY_PARTS.has(typeOf(part))));
  const full = [given, family].filter((text) => text !== '').join(' ');
  return given === '' || family === '' ? { full, ...mark } : { full, given, family, ...mark };
}

function orderOf(part: XmlElement): number {
  return Number(part.attributes.order ?? 0);
}
