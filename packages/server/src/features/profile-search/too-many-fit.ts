import { DomainError } from '../../kernel/domain-error.ts';

/** More people fit than a search looks at: some would be left out without anybody knowing. */
export class TooManyFit extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VAL-0400';

  constructor(limit: number) {
    super('Too many people fit the search', [
      {
        issue: `More than ${limit} people fit a term: add a more telling term, or name the people among whom to search`,
        issueLocation: 'body.search.terms',
      },
    ]);
  }
}
