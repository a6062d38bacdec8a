import { ALL_OPERATIONS } from '@probity/contract/operations/all-operations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApp, testApp } from './test-app.ts';

let test: TestApp;
beforeAll(async () => {
  test = await testApp();
});
afterAll(() => test.close());

const get = (url: string) => test.app.http.inject({ method: 'GET', url });

describe('the reference', () => {
  it('is a document, with every operation', async () => {
    const answer = await get('/openapi.json');
    const paths = Object.keys(answer.json<{ paths: object }>().paths);
    expect(paths.sort()).toEqual([...new Set(ALL_OPERATIONS.map(({ path }) => path))].sort());
  });

  it('is a page that takes nothing from elsewhere', async () => {
    const page = await get('/docs');
    expect(page.headers['content-type']).toContain('text/html');
    const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at]) => at ?? '');
    expect(sources.length).toBeGreaterThan(2);
    for (const source of sources) expect((await get(source)).statusCode, source).toBe(200);
  });

  it('is requests to import, and what providers implement', async () => {
    const { item } = (await get('/collection.json')).json<{ item: { item: object[] }[] }>();
    expect(item.flatMap((folder) => folder.item)).toHaveLength(ALL_OPERATIONS.length);
    expect((await get('/provider-protocol.json')).json()).toHaveProperty('paths');
  });
});
