import type { EntryDraft } from '../reading/entry-draft.ts';
import { childrenNamed, childText, type XmlElement } from '../reading/xml-records.ts';
import { addUnAddresses, unNames, unPartyDraft, unWholeName } from './un-party.ts';

/** An organisation, company or group of the UN list. */
export function unEntityDraft(record: XmlElement): EntryDraft {
  const draft = unPartyDraft(record, 'organisation');
  const [first, ...others] = unNames(unWholeName(record), { quality: 'primary' });
  if (first) draft.names.push(first);
  for (const { full } of others) draft.names.push({ full, quality: 'strong' });
  draft.names.push(...unNames(childText(record, 'NAME_ORIGINAL_SCRIPT'), { quality: 'strong' }));
  for (const alias of childrenNamed(record, 'ENTITY_ALIAS')) addAlias(draft, alias);
  addUnAddresses(draft, record, 'OPERATION');
  return draft;
}

/** The UN says only whether the name is current (`a.k.a.`) or of the past (`f.k.a.`). */
function addAlias(draft: EntryDraft, alias: XmlElement): void {
  const note = childText(alias, 'NOTE');
  const isFormer = childText(alias, 'QUALITY').startsWith('f') || /formerly|previously/i.test(note);
  const mark = { quality: 'strong', ...(isFormer && { isFormer }) } as const;
  draft.names.push(...unNames(childText(alias, 'ALIAS_NAME'), mark));
  const original = /^in \w+ script: (.+)$/.exec(note)?.[1];
  if (original) draft.names.push(...unNames(original, mark));
}
