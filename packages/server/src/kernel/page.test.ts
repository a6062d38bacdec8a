import { MAX_LIMIT } from '@probity/contract/page';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageMetaOf, pageOf } from './page.ts';

describe('pageOf', () => {
  it('is the first twenty, newest first, when nothing is said', () => {
    expect(pageOf({})).toEqual({
      page: 1,
      limit: 20,
      offset: 0,
      sort: 'desc',
      sortField: 'created_at',
    });
  });

  it('sorts by the first of several fields', () => {
    expect(pageOf({ sortFields: ['updatedAt', 'createdAt'] }).sortField).toBe('updated_at');
    expect(pageOf({ sortFields: ['createdAt', 'updatedAt'] }).sortField).toBe('created_at');
    expect(pageOf({ sortFields: [] }).sortField).toBe('created_at');
  });

  it('cuts a list into pages that neither overlap nor leave a gap', () => {
    const anyLimit = fc.integer({ min: 1, max: MAX_LIMIT });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), anyLimit, (length, limit) => {
        const list = Array.from({ length }, (_, at) => at);
        const pages = Array.from({ length: Math.ceil(length / limit) + 1 }, (_, at) => {
          const { offset } = pageOf({ page: at + 1, limit });
          return list.slice(offset, offset + limit);
        });
        expect(pages.flat()).toEqual(list);
        expect(pages.at(-1)).toEqual([]);
      }),
    );
  });
});

describe('pageMetaOf', () => {
  it('says in the words of the wire which page it is', () => {
    const page = pageOf({ page: 3, limit: 5, sort: 'asc', sortFields: ['updatedAt'] });
    expect(pageMetaOf(page, 11, 1)).toEqual({
      page: 3,
      total: 11,
      limit: 5,
      count: 1,
      sort: 'asc',
      sortFields: ['updatedAt'],
    });
  });
});
