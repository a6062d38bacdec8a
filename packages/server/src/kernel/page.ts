/** Which part of a list is asked for. */
export type Page = {
  /** From 1. */
  readonly page: number;
  readonly limit: number;
  readonly offset: number;
  readonly sort: 'asc' | 'desc';
  readonly sortField: 'created_at' | 'updated_at';
};

/** What an answer says about its page, in the contract's words. */
export type PageMeta = {
  readonly page: number;
  readonly total: number;
  readonly limit: number;
  readonly count: number;
  readonly sort: 'asc' | 'desc';
  readonly sortFields: readonly ('createdAt' | 'updatedAt')[];
};

export type PageQuery = {
  readonly page?: number | undefined;
  readonly limit?: number | undefined;
  readonly sort?: 'asc' | 'desc' | undefined;
  readonly sortFields?: readonly ('createdAt' | 'updatedAt')[] | undefined;
};

const DEFAULT_LIMIT = 20;

/** Newest first unless the query says otherwise; the first of several sort fields counts. */
export function pageOf(query: PageQuery): Page {
  const { page = 1, limit = DEFAULT_LIMIT, sort = 'desc' } = query;
  const sortField = query.sortFields?.[0] === 'updatedAt' ? 'updated_at' : 'created_at';
  return { page, limit, offset: (page - 1) * limit, sort, sortField };
}

export function pageMetaOf(page: Page, total: number, count: number): PageMeta {
  return {
    page: page.page,
    total,
    limit: page.limit,
    count,
    sort: page.sort,
    sortFields: [page.sortField === 'updated_at' ? 'updatedAt' : 'createdAt'],
  };
}
