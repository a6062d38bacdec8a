import { STEP_OUTCOMES } from '@probity/contract/workflow-result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportOf } from './execution-report.ts';
import { stepEndOf } from './step-end.ts';
import type { StepResultValue } from './step-result.ts';

const STARTED = new Date('2026-03-04T05:06:07Z');
const ENDED = new Date('2026-03-04T05:06:08Z');
const endOf = (name: string, result: StepResultValue, errors: readonly string[] = []) =>
  stepEndOf({ name, type: 'AML', startedAt: STARTED }, () => ENDED, {
    result,
    errors: errors.map((code) => ({ code, description: 'went wrong' })),
    issues: errors.map(() => ({
      category: 'SYSTEM',
      issue: 'SERVICE_ERROR',
      severity: 'ERROR',
      processResultIds: [],
      isCleared: false,
    })),
  }).end;

describe('reportOf', () => {
  it.each<{
    bucket: 'passed' | 'failed' | 'incomplete' | 'notApplicable';
    results: StepResultValue[];
  }>([
    {
      bucket: 'passed',
      results: ['PASS', 'COMPLETE', 'MATCH', 'CLEAR', 'CLEARED', 'HIT_ACCEPTED', 'SKIPPED'],
    },
    {
      bucket: 'failed',
      results: ['FAIL', 'NO_MATCH', 'PARTIAL', 'HIT', 'HIT_REJECTED', 'EXPIRED', 'CLEAR_REVIEW'],
    },
    { bucket: 'incomplete', results: ['INCOMPLETE', 'MISSING_DATA', 'UNCHECKED', 'ERROR'] },
    { bucket: 'notApplicable', results: ['NOT_APPLICABLE'] },
  ])('rolls $results up as $bucket', ({ bucket, results }) => {
    const { steps } = reportOf(results.map((result) => endOf(result, result)));
    expect(steps[bucket]).toEqual(results);
  });

  it('shows a step that a branch led past as not applicable, unless it ran elsewhere', () => {
    const past = { ...endOf('KYC', 'SKIPPED'), isRoutedAround: true };
    expect(reportOf([past]).steps).toMatchObject({ notApplicable: ['KYC'], passed: [] });
    expect(reportOf([past, endOf('KYC', 'MATCH')]).steps).toMatchObject({
      order: ['KYC'],
      passed: ['KYC'],
      notApplicable: [],
    });
    expect(reportOf([endOf('KYC', 'NO_MATCH'), past]).steps).toMatchObject({ failed: ['KYC'] });
  });

  it('puts every step into exactly one bucket, in the order in which it ended', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STEP_OUTCOMES)), (results) => {
        const names = results.map((_, at) => `STEP_${at}`);
        const { steps, stepResults } = reportOf(
          results.map((result, at) => endOf(`STEP_${at}`, result)),
        );
        const { order, ...buckets } = steps;
        expect(order).toEqual(names);
        expect(stepResults.map(({ result }) => result)).toEqual(results);
        const rolledUp = Object.values(buckets).flat();
        expect([...rolledUp].sort()).toEqual([...names].sort());
        for (const bucket of Object.values(buckets)) {
          expect(bucket).toEqual(names.filter((name) => bucket.includes(name)));
        }
      }),
    );
  });

  it('gathers errors and issues of all steps, each with its step', () => {
    const report = reportOf([endOf('A', 'ERROR', ['E-1']), endOf('B', 'ERROR', ['E-2', 'E-3'])]);

    expect(report.errors.map(({ code, location }) => `${location} ${code}`)).toEqual([
      'A E-1',
      'B E-2',
      'B E-3',
    ]);
    const [first, second] = report.stepResults;
    expect(report.issues.map(({ stepResultId }) => stepResultId)).toEqual([
      first?.stepResultId,
      second?.stepResultId,
      second?.stepResultId,
    ]);
    expect(new Set(report.issues.map(({ issueId }) => issueId)).size).toBe(3);
  });
});

describe('stepEndOf', () => {
  it('is mandatory, without results and issues, unless it says so', () => {
    const { end, rows } = stepEndOf({ name: 'A', type: 'AML', startedAt: STARTED }, () => ENDED, {
      result: 'CLEAR',
    });
    expect(end).toMatchObject({ isMandatory: true, issues: [], facts: {} });
    expect(end.step).toMatchObject({
      startedAt: STARTED.toISOString(),
      endedAt: ENDED.toISOString(),
      processResultIds: [],
    });
    expect(rows).toEqual({});
  });

  it('names a summary by the kind of step, whatever the step is called', () => {
    const { end } = stepEndOf({ name: 'SCREEN', type: 'AML', startedAt: STARTED }, () => ENDED, {
      result: 'CLEAR',
      summary: { totalHits: 0 },
    });
    expect(end.step).toMatchObject({ stepName: 'SCREEN', summary: { stepName: 'AML' } });
  });
});
