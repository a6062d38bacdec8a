import { describe, expect, it } from 'vitest';
import { ALL_OPERATIONS } from '../operations/all-operations.ts';
import { requestCollection } from './collection.ts';

type Item = {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly url: { readonly raw: string };
    readonly header: readonly { readonly key: string; readonly value: string }[];
    readonly body?: { readonly mode: string; readonly raw?: string };
  };
};
type Collection = {
  readonly item: readonly { readonly item: readonly Item[] }[];
  readonly variable: readonly { readonly key: string }[];
};

const collection = requestCollection({ version: '1' }) as unknown as Collection;
const items = collection.item.flatMap(({ item }) => item);

describe('the collection of requests', () => {
  it('has every operation once', () => {
    const printed = items.map(({ request }) => {
      const path = request.url.raw.replace('{{baseUrl}}', '').replaceAll(/\{\{(\w+)\}\}/g, '{$1}');
      return `${request.method} ${path}`;
    });
    expect([...printed].sort()).toEqual(
      ALL_OPERATIONS.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  it('leaves nothing open but its own variables', () => {
    const used = new Set(
      [...JSON.stringify(items).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name),
    );
    const declared = new Set(collection.variable.map(({ key }) => key));
    expect([...used].filter((name) => !declared.has(name ?? ''))).toEqual([]);
    expect([...declared].filter((name) => !used.has(name))).toEqual([]);
  });

  it('sends bodies that each operation takes', () => {
    for (const [at, { request }] of items.entries()) {
      if (request.body?.mode !== 'raw') continue;
      const operation = ALL_OPERATIONS.find(({ summary }) => summary === items[at]?.name);
      const body: unknown = JSON.parse(request.body.raw ?? '');
      const read = operation?.body.safeParse(body);
      const isEmpty = Object.keys(Object(body)).length === 0;
      expect(isEmpty || read?.success, operation?.operationId).toBe(true);
    }
  });
});
