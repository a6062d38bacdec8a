import { childNamed, childrenNamed, type XmlElement } from '../../reading/xml-records.ts';

/** The sets of `ReferenceValueSets` whose words are needed, by the element that each is made of. */
export const VALUE_SETS = [
  'AliasType',
  'AreaCode',
  'Country',
  'DetailReference',
  'FeatureType',
  'IDRegDocDateType',
  'IDRegDocType',
  'LegalBasis',
  'List',
  'LocPartType',
  'NamePartType',
  'PartySubType',
  'PartyType',
  'RelationType',
  'SanctionsType',
  'Script',
] as const;

export type ValueSet = (typeof VALUE_SETS)[number];

/** What the numbers mean that the advanced XML writes in place of words. */
export class ReferenceValues {
  readonly #words = new Map<string, string>();
  readonly #partyTypes = new Map<string, string>();

  /** Takes the words of the file's `ReferenceValueSets` element. */
  add(sets: XmlElement): void {
    for (const set of VALUE_SETS) {
      const values = childNamed(sets, `${set}Values`);
      for (const value of values ? childrenNamed(values, set) : []) this.#addValue(set, value);
    }
  }

  /** The word; empty where the number is absent or not in the set. */
  word(set: ValueSet, id: string | undefined): string {
    return this.#words.get(`${set} ${id ?? ''}`) ?? '';
  }

  /** `Individual`, `Entity`, `Vessel`, `Aircraft` …; the sub-type where it says more than the type. */
  kindWord(partySubTypeId: string | undefined): string {
    const subType = this.word('PartySubType', partySubTypeId);
    if (subType !== '' && subType.toLowerCase() !== 'unknown') return subType;
    return this.word('PartyType', this.#partyTypes.get(partySubTypeId ?? ''));
  }

  #addValue(set: ValueSet, value: XmlElement): void {
    const { ID = '', Description, LegalBasisShortRef, PartyTypeID } = value.attributes;
    const word = (set === 'AreaCode' && Description) || value.text || (LegalBasisShortRef ?? '');
    this.#words.set(`${set} ${ID}`, word);
    if (set === 'PartySubType' && PartyTypeID) this.#partyTypes.set(ID, PartyTypeID);
  }
}
