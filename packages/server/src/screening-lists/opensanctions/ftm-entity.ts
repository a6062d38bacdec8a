import { type ListPlace, ListUnreadable } from '../list-source.ts';
import { isJsonObject, type JsonObject, objectsOf, textsOf } from '../reading/json-lines.ts';

/** One FollowTheMoney entity: a party, or a fact about one. */
export type FtmEntity = {
  readonly id: string;
  readonly schema: string;
  readonly caption: string;
  readonly isTarget: boolean;
  readonly datasets: readonly string[];
  readonly properties: JsonObject;
};

/** The entity in a JSON object. @throws {@link ListUnreadable} where it is none. */
export function ftmEntity(object: JsonObject, place: ListPlace): FtmEntity {
  const { id, schema, caption, properties, target, datasets } = object;
  if (typeof id !== 'string' || id === '' || typeof schema !== 'string') {
    throw new ListUnreadable('The line is not an entity: it has no id or no schema.', place);
  }
  if (!isJsonObject(properties)) {
    throw new ListUnreadable('The line is not an entity: it has no properties.', place);
  }
  return {
    id,
    schema,
    caption: typeof caption === 'string' ? caption : '',
    isTarget: target === true,
    datasets: textsOf(datasets),
    properties,
  };
}

/** The texts of all these properties, one after the other. */
export function propertyTexts({ properties }: FtmEntity, ...names: readonly string[]): string[] {
  return names.flatMap((name) => textsOf(properties[name]));
}

/** The first text of the property; empty where there is none. */
export function propertyText(entity: FtmEntity, name: string): string {
  return propertyTexts(entity, name)[0] ?? '';
}

/** Entities that stand within the property, as the nested export has them. */
export function nestedEntities({ properties }: FtmEntity, name: string): FtmEntity[] {
  return objectsOf(properties[name]).flatMap((object) => {
    const { id, schema, properties: own, caption, datasets } = object;
    if (typeof schema !== 'string' || !isJsonObject(own)) return [];
    return [
      {
        id: typeof id === 'string' ? id : '',
        schema,
        caption: typeof caption === 'string' ? caption : '',
        isTarget: false,
        datasets: textsOf(datasets),
        properties: own,
      },
    ];
  });
}
