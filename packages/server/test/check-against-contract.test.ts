import { describe, expect, it } from 'vitest';
import {
  CONTRACT_IS_PRESENT,
  checkAgainstContract,
  checkRequestAgainstContract,
} from './test-contract.ts';

const EXECUTE = '/v2/individuals/new/serviceprofiles/KYC/workflows/AML/execute';
const AT = '2026-01-05T04:00:00.000Z';
const ID = '0b7e1d3a-52c4-4f7e-8d19-a6f0c3b2e481';

const hit = {
  processResultId: ID,
  manualStatus: 'TRUE_POSITIVE_REJECT',
  supplementaryData: {
    type: 'AML',
    serviceProvider: 'probity',
    matchData: { spReferenceId: '1', name: 'A' },
  },
};
const workflowResult = {
  workflowExecutionId: 'E1',
  workflowId: 'W1',
  requestId: 'R1',
  entityId: ID,
  entityType: 'INDIVIDUAL',
  schemaVersion: 1,
  startedAt: AT,
  createdAt: AT,
  serviceProfileId: ID,
  workflowName: 'AML',
  result: 'REVIEW',
  status: 'REVIEW',
  workflowExecutionState: 'COMPLETED',
  workflowStepResults: [
    { stepName: 'AML', summary: { stepName: 'AML', totalHits: 1 }, processResults: [hit] },
  ],
};

function executed(changes: object) {
  const body = { requestId: 'R1', workflowResult: { ...workflowResult, ...changes } };
  return checkAgainstContract({ method: 'POST', path: EXECUTE, status: 200, body });
}

function stepped(step: object) {
  return executed({ workflowStepResults: [step] });
}

describe.skipIf(!CONTRACT_IS_PRESENT)('checkAgainstContract', () => {
  it('reads a path as the server does: a slash at its end makes no id', () => {
    const list = { method: 'GET', path: `/v2/individuals/${ID}/documents/`, status: 200 };
    expect(checkAgainstContract({ ...list, body: {} })).toEqual([]);
    const one = { ...list, path: `/v2/individuals/${ID}/documents/${ID}` };
    expect(checkAgainstContract({ ...one, body: {} })).not.toEqual([]);
    const removal = { method: 'DELETE', path: list.path, status: 200, body: {} };
    expect(checkAgainstContract(removal).join()).not.toContain('not an operation');
  });

  it('finds nothing wrong with what keeps to it', () => {
    expect(executed({})).toEqual([]);
  });

  it.each([
    ['an unknown outcome', { result: 'GREAT' }, '/workflowResult/result must be equal to one of'],
    [
      'a missing field',
      { entityId: undefined },
      "/workflowResult must have required property 'entityId'",
    ],
    [
      'a time that is none',
      { startedAt: 'now' },
      '/workflowResult/startedAt must match format "date-time"',
    ],
    ['null', { endedAt: null }, '/workflowResult/endedAt must be string'],
  ])('finds %s', (_, changes, expected) => {
    expect(executed(changes)).toEqual([expect.stringContaining(expected)]);
  });

  it('tells only what is wrong with the shape that was meant', () => {
    const at = '/workflowResult/workflowStepResults/0';

    expect(stepped({ summary: { stepName: 'AML', totalHits: -1 } })).toEqual([
      `${at}/summary/totalHits must be >= 0`,
    ]);
    expect(stepped({ summary: { stepName: 'NEW' } })).toEqual([
      expect.stringContaining(`${at}/summary/stepName must be equal to one of the allowed values`),
    ]);
    expect(stepped({ summary: {} })).toEqual([
      `${at}/summary must have required property 'stepName'`,
    ]);
    expect(stepped({ processResults: [{ supplementaryData: { type: 'AML' } }] })).toEqual([
      `${at}/processResults/0/supplementaryData must have required property 'serviceProvider'`,
    ]);
  });

  it('takes any manual status that some kind of result has, and no other', () => {
    for (const manualStatus of ['PASS', 'CLEAR', 'FALSE_POSITIVE', 'FALSE_POSITIVE_ACCEPT']) {
      expect(stepped({ processResults: [{ manualStatus }] })).toEqual([]);
    }
    expect(stepped({ processResults: [{ manualStatus: 'UNRESOLVED' }] })).toHaveLength(1);
  });

  it('takes evidence that the base of supplementary data forgets', () => {
    const supplementaryData = { type: 'IDV_DOCUMENT', outcomeRaw: 'clear' };

    expect(stepped({ processResults: [{ supplementaryData }] })).toEqual([]);
  });

  it('looks at errors that an operation does not document as errors all the same', () => {
    const call = { method: 'GET', path: '/v2/workflows' };

    expect(checkAgainstContract({ ...call, status: 429, body: { errorCode: 1 } })).toEqual([
      '/errorCode must be string',
    ]);
    expect(checkAgainstContract({ ...call, status: 204, body: {} })).toHaveLength(1);
  });

  it('does not know operations that are not in it', () => {
    expect(
      checkAgainstContract({ method: 'GET', path: '/admin/v1/lists', status: 200, body: {} }),
    ).toEqual(['GET /admin/v1/lists is not an operation of the contract']);
  });

  it('takes a new individual for no entity id', () => {
    const body = { individual: { name: { givenName: 'Bo' } } };

    expect(checkRequestAgainstContract({ method: 'POST', path: EXECUTE, body })).toEqual([
      "/individual/name must have required property 'familyName'",
    ]);
    expect(
      checkRequestAgainstContract({ method: 'POST', path: EXECUTE.replace('new', ID), body }),
    ).toEqual([]);
  });
});
