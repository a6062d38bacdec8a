import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProcessResult } from '../../features/results/process-result.ts';
import { processResultOf } from '../steps/process-result-of.ts';
import { AT, RUN } from '../test-run.ts';
import { IdvConfiguration } from './idv-configuration.ts';
import { judgeIdv } from './idv-verdict.ts';

const TYPES = {
  document: 'IDV_DOCUMENT',
  face: 'IDV_FACIAL_COMPARISON',
  liveness: 'IDV_FACIAL_LIVENESS',
  ocr: 'IDV_OCR',
  comparison: 'IDV_OCR_COMPARISON',
} as const;
type Kind = keyof typeof TYPES;
const WORDS = ['CLEAR', 'SUSPECTED', 'REJECTED'] as const;
type Word = (typeof WORDS)[number];

type Said = {
  readonly kind: Kind;
  readonly result: Word;
  readonly elements?: Readonly<Record<string, string>>;
  readonly manualStatus?: string | null;
};

function part({ kind, result, elements = {}, manualStatus = null }: Said): ProcessResult {
  const map = Object.entries(elements).map(([name, resultNormalized]) => [
    name,
    { originalName: name, resultNormalized },
  ]);
  const step = { name: 'IDV', type: 'IDV' };
  const found = processResultOf(
    { run: RUN, step, now: () => AT },
    {
      class: 'IDV',
      result,
      objectType: 'DOCUMENT',
      objectId: 'd',
      derivedFrom: [],
      evidence: { supplementaryData: { type: TYPES[kind], resultMap: Object.fromEntries(map) } },
    },
  );
  return { ...found, manualStatus };
}

const judge = (said: readonly Said[], configuration: object = {}) =>
  judgeIdv(said.map(part), IdvConfiguration.parse(configuration));
const BOTH: readonly Said[] = [
  { kind: 'document', result: 'CLEAR', elements: { visual_authenticity: 'clear' } },
  { kind: 'face', result: 'CLEAR', elements: { face: 'clear' } },
];
const issuesOf = (verdict: ReturnType<typeof judge>) =>
  (verdict.issues ?? []).map(({ issue, severity, isCleared }) => [issue, severity, isCleared]);

describe('judgeIdv', () => {
  it('passes what is clear in every part that is wanted', () => {
    expect(judge(BOTH)).toMatchObject({
      result: 'PASS',
      errors: [],
      issues: [],
      facts: { hits: 0, open: 0, document: 'CLEAR', face: 'CLEAR', liveness: 'UNKNOWN' },
    });
  });

  it('is incomplete without a part or an element that is wanted', () => {
    expect(judge([])).toMatchObject({ result: 'INCOMPLETE' });
    expect(judge(BOTH.slice(0, 1))).toMatchObject({
      result: 'INCOMPLETE',
      errors: [{ code: 'CHECK-0404', description: expect.stringContaining('face-comparison') }],
    });
    const wanted = { requiredElements: ['face', 'image_integrity'] };
    expect(judge(BOTH, wanted)).toMatchObject({
      result: 'INCOMPLETE',
      errors: [{ description: expect.stringContaining('image_integrity') }],
    });
  });

  it.each([
    ['document', 'visual_authenticity', 'VISUAL_AUTHENTICITY'],
    ['document', 'image_integrity', 'IMAGE_INTEGRITY'],
    ['document', 'data_validation', 'DATA_VALIDATION'],
    ['document', 'data_consistency', 'DATA_CONSISTENCY'],
    ['document', 'data_comparison', 'DATA_COMPARISON'],
    ['document', 'compromised_document', 'COMPROMISED_DOCUMENT'],
    ['document', 'something_new', 'DATA_VALIDATION'],
    ['face', 'face', 'DOCUMENT_COMPARISON'],
    ['liveness', 'face', 'LIVENESS_DETECTION'],
    ['ocr', 'name', 'OCR'],
    ['comparison', 'dob', 'OCR'],
  ] as const)('raises for %s.%s the issue %s', (kind, element, issue) => {
    const said = (normalized: string, result: Word) =>
      judge([...BOTH, { kind, result, elements: { [element]: normalized } }]);
    expect(issuesOf(said('suspected', 'SUSPECTED'))).toEqual([[issue, 'REVIEW', false]]);
    expect(issuesOf(said('rejected', 'REJECTED'))).toEqual([[issue, 'CRITICAL', false]]);
  });

  it('counts a part for what is worse, itself or its elements', () => {
    const contradicting: Said = {
      kind: 'document',
      result: 'CLEAR',
      elements: { visual_authenticity: 'rejected' },
    };
    expect(judge([contradicting, ...BOTH]).result).toBe('FAIL');
    const silent: Said = { kind: 'face', result: 'SUSPECTED' };
    expect(judge([...BOTH, silent])).toMatchObject({ result: 'CLEAR_REVIEW', facts: { open: 1 } });
    const unheard: Said = { kind: 'face', result: 'CLEAR', elements: { face: 'maybe' } };
    expect(judge([...BOTH, unheard]).result).toBe('CLEAR_REVIEW');
  });

  it('asks for a review of what is rejected though it is not required', () => {
    const wanted = { requiredElements: ['visual_authenticity', 'face'] };
    const other = (normalized: string): Said => ({
      kind: 'document',
      result: 'CLEAR',
      elements: { image_integrity: normalized },
    });
    expect(judge([...BOTH, other('rejected')], wanted).result).toBe('CLEAR_REVIEW');
    expect(judge([...BOTH, other('suspected')], wanted).result).toBe('PASS');
  });

  it('takes an officer’s word in place of the finding', () => {
    const suspected: Said = {
      kind: 'liveness',
      result: 'REJECTED',
      elements: { face: 'rejected' },
    };
    const cleared = judge([...BOTH, { ...suspected, manualStatus: 'CLEAR' }]);
    expect(cleared).toMatchObject({ result: 'CLEARED', facts: { cleared: 1, open: 0 } });
    expect(issuesOf(cleared)).toEqual([['LIVENESS_DETECTION', 'CRITICAL', true]]);
    const refused = BOTH.map((one) => ({ ...one, manualStatus: 'REJECTED' }));
    expect(judge(refused)).toMatchObject({ result: 'FAIL', facts: { rejected: 2 } });
  });

  it('leaves open what was rejected where the step is optional', () => {
    const rejected: Said = { kind: 'face', result: 'REJECTED' };
    expect(judge([...BOTH, rejected]).facts.open).toBe(0);
    expect(judge([...BOTH, rejected], { isMandatory: false }).facts.open).toBe(1);
  });

  const said = fc.record({
    kind: fc.constantFrom(...(Object.keys(TYPES) as Kind[])),
    result: fc.constantFrom(...WORDS),
    elements: fc.dictionary(
      fc.constantFrom('face', 'name', 'dob', 'visual_authenticity', 'image_integrity'),
      fc.constantFrom('clear', 'suspected', 'rejected', 'unheard-of', ''),
      { maxKeys: 3 },
    ),
    manualStatus: fc.constantFrom(null, null, null, 'CLEAR', 'REJECTED'),
  });

  it('never passes while anything that counts is not clear, or is missing', () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 5 }), (parts) => {
        const { result } = judge(parts);
        const isClear = ({ result: found, elements, manualStatus }: Said) =>
          manualStatus === 'CLEAR' ||
          (manualStatus === null &&
            found === 'CLEAR' &&
            Object.values(elements ?? {}).every((word) => word === 'clear'));
        const has = (kind: Kind) => parts.some((one) => one.kind === kind);
        const mayPass = has('document') && has('face') && parts.every(isClear);
        expect(['PASS', 'CLEARED'].includes(result)).toBe(mayPass);
      }),
      { numRuns: 2_000 },
    );
  });
});
