import { DomainError } from '../../kernel/domain-error.ts';

/** Documents that together are enough: so many of each rank. */
export type DocumentCombination = readonly {
  readonly types: readonly string[];
  readonly count: number;
}[];

const PHOTOGRAPHIC = ['DRIVERS_LICENSE', 'PASSPORT'];
const FIRST_RANK = ['BIRTH_CERT', 'CITIZENSHIP'];
const SECOND_RANK = ['VISA', 'IMMIGRATION', 'NATIONAL_HEALTH_ID', 'NAME_CHANGE', 'MARRIAGE_CERT'];

/** What is enough where nothing else was settled: any one of these combinations. */
export const DOCUMENT_COMBINATIONS: readonly DocumentCombination[] = [
  [{ types: PHOTOGRAPHIC, count: 1 }],
  [{ types: FIRST_RANK, count: 2 }],
  [
    { types: FIRST_RANK, count: 1 },
    { types: SECOND_RANK, count: 1 },
  ],
];

/** Whether documents of these types, one each, are enough. */
export function isEnough(
  types: readonly (string | undefined)[],
  combinations: readonly DocumentCombination[] = DOCUMENT_COMBINATIONS,
): boolean {
  const has = (of: readonly string[]) =>
    types.filter((type) => type !== undefined && of.includes(type)).length;
  return combinations.some((combination) =>
    combination.every(({ types: wanted, count }) => has(wanted) >= count),
  );
}

/** The documents named are not those of the person. */
export class DocumentsUnknown extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'API-0400';

  /** @param positions places in the list that was sent, from 0 */
  constructor(positions: readonly number[]) {
    super(
      'Documents not found',
      positions.map((position) => ({
        issue: "Must be the id of one of this individual's documents",
        issueLocation: `body.approvedDocuments[${position}]`,
      })),
    );
  }
}

/** The documents named do not make a verification. */
export class DocumentsNotEnough extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VAL-0400';

  constructor() {
    super('Documents are not enough', [
      {
        issue:
          'Must hold one photographic document, or two of the first rank, or one of the first and one of the second rank',
        issueLocation: 'body.approvedDocuments',
      },
    ]);
  }
}

/** There is no verification by hand to take back. */
export class NothingToInvalidate extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VAL-0400';

  constructor() {
    super('Nothing to invalidate', [
      { issue: 'There is no valid verification by hand', issueLocation: 'path.entityId' },
    ]);
  }
}
