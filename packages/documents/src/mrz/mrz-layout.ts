import type { MrzCheckOf, MrzFormat } from './mrz.ts';

/** Where something stands: line, first character, one past the last. */
export type Span = readonly [line: number, from: number, to: number];

/** Where a layout has what; check digits with the parts that they are of. */
export type MrzLayout = {
  readonly format: MrzFormat;
  readonly lines: readonly [count: number, length: number];
  /** First letters of the document code that the layout is for. */
  readonly codes: RegExp;
  readonly code: Span;
  readonly issuer: Span;
  readonly number: Span;
  readonly nationality: Span;
  readonly birth: Span;
  readonly sex: Span;
  readonly expiry: Span;
  readonly name: Span;
  readonly optional: readonly Span[];
  readonly checks: readonly {
    readonly of: MrzCheckOf;
    readonly digit: Span;
    readonly parts: readonly Span[];
    readonly mayBeFiller?: boolean;
  }[];
};

/** What the second line of passports, visas and TD2 documents begins with. */
const SECOND_LINE = {
  number: [1, 0, 9],
  nationality: [1, 10, 13],
  birth: [1, 13, 19],
  sex: [1, 20, 21],
  expiry: [1, 21, 27],
  code: [0, 0, 2],
  issuer: [0, 2, 5],
} as const;

const SECOND_LINE_CHECKS = [
  { of: 'documentNumber', digit: [1, 9, 10], parts: [[1, 0, 9]] },
  { of: 'birthDate', digit: [1, 19, 20], parts: [[1, 13, 19]] },
  { of: 'expiryDate', digit: [1, 27, 28], parts: [[1, 21, 27]] },
] as const;

const VISA = /^V/;
const OTHER = /^[A-UW-Z]/;

/** Doc 9303, parts 4 to 7. Visas come first: they share their sizes with other documents. */
export const MRZ_LAYOUTS: readonly MrzLayout[] = [
  {
    ...SECOND_LINE,
    format: 'MRV-A',
    lines: [2, 44],
    codes: VISA,
    name: [0, 5, 44],
    optional: [[1, 28, 44]],
    checks: SECOND_LINE_CHECKS,
  },
  {
    ...SECOND_LINE,
    format: 'MRV-B',
    lines: [2, 36],
    codes: VISA,
    name: [0, 5, 36],
    optional: [[1, 28, 36]],
    checks: SECOND_LINE_CHECKS,
  },
  {
    ...SECOND_LINE,
    format: 'TD3',
    lines: [2, 44],
    codes: OTHER,
    name: [0, 5, 44],
    optional: [[1, 28, 42]],
    checks: [
      ...SECOND_LINE_CHECKS,
      { of: 'optionalData', digit: [1, 42, 43], parts: [[1, 28, 42]], mayBeFiller: true },
      {
        of: 'composite',
        digit: [1, 43, 44],
        parts: [
          [1, 0, 10],
          [1, 13, 20],
          [1, 21, 43],
        ],
      },
    ],
  },
  {
    ...SECOND_LINE,
    format: 'TD2',
    lines: [2, 36],
    codes: OTHER,
    name: [0, 5, 36],
    optional: [[1, 28, 35]],
    checks: [
      ...SECOND_LINE_CHECKS,
      {
        of: 'composite',
        digit: [1, 35, 36],
        parts: [
          [1, 0, 10],
          [1, 13, 20],
          [1, 21, 35],
        ],
      },
    ],
  },
  {
    format: 'TD1',
    lines: [3, 30],
    codes: OTHER,
    code: [0, 0, 2],
    issuer: [0, 2, 5],
    number: [0, 5, 14],
    nationality: [1, 15, 18],
    birth: [1, 0, 6],
    sex: [1, 7, 8],
    expiry: [1, 8, 14],
    name: [2, 0, 30],
    optional: [
      [0, 15, 30],
      [1, 18, 29],
    ],
    checks: [
      { of: 'documentNumber', digit: [0, 14, 15], parts: [[0, 5, 14]] },
      { of: 'birthDate', digit: [1, 6, 7], parts: [[1, 0, 6]] },
      { of: 'expiryDate', digit: [1, 14, 15], parts: [[1, 8, 14]] },
      {
        of: 'composite',
        digit: [1, 29, 30],
        parts: [
          [0, 5, 30],
          [1, 0, 7],
          [1, 8, 15],
          [1, 18, 29],
        ],
      },
    ],
  },
];
