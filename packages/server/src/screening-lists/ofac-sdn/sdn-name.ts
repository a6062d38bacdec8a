import type { EntryKind, ListedName, NameQuality } from '@probity/screening';

/** How OFAC marks a name: its strength, and whether it is one of the past (`f.k.a.`). */
export type SdnNameMark = { readonly quality: NameQuality; readonly isFormer?: boolean };

const GENERATION = /^(?:jr|sr|ii|iii|iv|v)\.?$/i;

/** OFAC writes people as `FAMILY, Given` and now and then `FAMILY, Given, Jr.`; all else as it is. */
export function sdnName(written: string, kind: EntryKind, mark: SdnNameMark): ListedName {
  const text = written.trim().replace(/\s+/g, ' ');
  const comma = text.indexOf(',');
  if (kind !== 'person' || comma <= 0) return { full: text, ...mark };

  const family = text.slice(0, comma).trim();
  const rest = text
    .slice(comma + 1)
    .split(',')
    .map((part) => part.trim());
  const generation = rest.length > 1 ? rest.filter((part) => GENERATION.test(part)) : [];
  const given = rest.filter((part) => part !== '' && !generation.includes(part)).join(' ');
  if (given === '') return { full: [family, ...generation].join(' '), ...mark };
  return { full: [given, family, ...generation].join(' '), given, family, ...mark };
}

/** The name in two fields, as OFAC's XML gives it. */
export function sdnSplitName(given: string, family: string, mark: SdnNameMark): ListedName {
  const full = [given, family].filter((part) => part !== '').join(' ');
  return given === '' || family === '' ? { full, ...mark } : { full, given, family, ...mark };
}

/** OFAC's words for how a name is used: `a.k.a.`, `f.k.a.`, `n.k.a.`, with or without full stops. */
export function isFormerName(type: string): boolean {
  return /^f\.?k\.?a/i.test(type);
}
