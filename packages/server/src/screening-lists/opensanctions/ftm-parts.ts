import { type FtmEntity, nestedEntities, propertyText, propertyTexts } from './ftm-entity.ts';

/** Facts about a party that are entities of their own. */
export type PartyParts = {
  readonly sanctions: readonly FtmEntity[];
  readonly papers: readonly FtmEntity[];
  readonly addresses: readonly FtmEntity[];
  /** Offices held: the occupancy with its position, where that is known. */
  readonly offices: ReadonlyArray<{ readonly occupancy: FtmEntity; readonly position: string }>;
};

const PAPERS = new Set(['Identification', 'Passport']);

/** The facts of all parties of a publication; they take memory, the parties do not. */
export class FtmParts {
  readonly #sanctions = new Map<string, FtmEntity[]>();
  readonly #papers = new Map<string, FtmEntity[]>();
  readonly #occupancies = new Map<string, FtmEntity[]>();
  readonly #addresses = new Map<string, FtmEntity>();
  readonly #positions = new Map<string, string>();

  /** Keeps the entity if it is a fact about another one. */
  add(entity: FtmEntity): void {
    const { schema, id } = entity;
    if (schema === 'Sanction') keep(this.#sanctions, propertyTexts(entity, 'entity'), entity);
    else if (PAPERS.has(schema)) keep(this.#papers, propertyTexts(entity, 'holder'), entity);
    else if (schema === 'Occupancy')
      keep(this.#occupancies, propertyTexts(entity, 'holder'), entity);
    else if (schema === 'Address') this.#addresses.set(id, entity);
    else if (schema === 'Position') this.#positions.set(id, nameOf(entity));
  }

  /** What is said of a party, in entities of their own or within it. */
  of(party: FtmEntity): PartyParts {
    const occupancies = [
      ...(this.#occupancies.get(party.id) ?? []),
      ...nestedEntities(party, 'positionOccupancies'),
    ];
    return {
      sanctions: [...(this.#sanctions.get(party.id) ?? []), ...nestedEntities(party, 'sanctions')],
      papers: [
        ...(this.#papers.get(party.id) ?? []),
        ...nestedEntities(party, 'passports'),
        ...nestedEntities(party, 'identificiation'),
        ...nestedEntities(party, 'identification'),
      ],
      addresses: [
        ...propertyTexts(party, 'addressEntity').flatMap((id) => this.#addresses.get(id) ?? []),
        ...nestedEntities(party, 'addressEntity'),
      ],
      offices: occupancies.map((occupancy) => ({ occupancy, position: this.#office(occupancy) })),
    };
  }

  #office(occupancy: FtmEntity): string {
    const [nested] = nestedEntities(occupancy, 'post');
    return nested ? nameOf(nested) : (this.#positions.get(propertyText(occupancy, 'post')) ?? '');
  }
}

function nameOf(position: FtmEntity): string {
  return propertyText(position, 'name') || position.caption;
}

function keep(map: Map<string, FtmEntity[]>, owners: readonly string[], entity: FtmEntity): void {
  for (const owner of owners) {
    const before = map.get(owner);
    if (before) before.push(entity);
    else map.set(owner, [entity]);
  }
}
