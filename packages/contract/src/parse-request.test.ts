import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation } from './operation.ts';
import { ALL_OPERATIONS } from './operations/all-operations.ts';
import {
  executeWorkflow,
  getExecution,
  listExecutions,
  overrideExecution,
} from './operations/executions.ts';
import { createIndividual, getIndividual, updateIndividual } from './operations/individuals.ts';
import { decideAmlResults, listResults } from './operations/results.ts';
import { listWorkflows } from './operations/workflows.ts';
import { MAX_PROBLEMS, parseRequest, type ReceivedRequest } from './parse-request.ts';

const ID = '0b7e1d3a-52c4-4f7e-8d19-a6f0c3b2e481';
const name = { familyName: 'Abara' };
const execution = { entityId: ID, serviceName: 'KYC', workflowName: 'AML-Screening' };

/** `location: issue` of every problem. */
function problems(operation: Operation, request: ReceivedRequest): string[] {
  const parsed = parseRequest(operation, request);
  if (parsed.ok) return [];
  return parsed.details.map(({ issue, issueLocation }) => `${issueLocation}: ${issue}`);
}

function created(individual: Record<string, unknown>): string[] {
  return problems(createIndividual, { body: { individual: { name, ...individual } } });
}

function patched(individual: Record<string, unknown>): string[] {
  return problems(updateIndividual, { parameters: { entityId: ID }, body: { individual } });
}

describe('parseRequest', () => {
  it('accepts and ignores fields that it does not know, and those that only the server sets', () => {
    const individual = { name: { ...name, nameId: 5, nickname: 'B' }, entityId: 'mine', hobby: {} };

    const parsed = parseRequest(createIndividual, { body: { individual, extra: [1] } });

    expect(parsed).toEqual({
      ok: true,
      value: { parameters: {}, query: { level: 'meta' }, body: { individual: { name } } },
    });
  });

  it('finds the problems of path, query and body at once', () => {
    const found = problems(updateIndividual, {
      parameters: { entityId: '42' },
      query: { level: 'id' },
      body: { individual: { nationality: 'Sweden' }, comment: 'text' },
    });

    expect(found).toEqual([
      'path.entityId: Must be a UUID',
      'query.level: Must be one of meta, base64',
      'body.individual.nationality: Must be a country code of three letters (ISO 3166-1 alpha-3)',
      'body.comment: Must be an object',
    ]);
  });

  it('reports at most fifty problems', () => {
    const addresses = Array.from({ length: 100 }, () => ({}));

    expect(created({ addresses })).toHaveLength(MAX_PROBLEMS);
  });

  it.each([
    { when: 'nothing was sent', body: undefined, expected: 'body: Is required' },
    { when: 'null was sent', body: null, expected: 'body: Must be an object' },
    { when: 'a list was sent', body: [], expected: 'body: Must be an object' },
    { when: 'text was sent', body: 'x', expected: 'body: Must be an object' },
  ])('refuses a required body where $when', ({ body, expected }) => {
    expect(problems(createIndividual, { body })).toEqual([expected]);
  });

  it('takes no body for an empty one where it is optional, and refuses null', () => {
    expect(problems(executeWorkflow, { parameters: execution })).toEqual([]);
    expect(problems(executeWorkflow, { parameters: execution, body: null })).toEqual([
      'body: Must be an object',
    ]);
  });

  it('does not look at a body that the operation does not take', () => {
    expect(problems(getIndividual, { parameters: { entityId: ID }, body: 'x' })).toEqual([]);
  });

  it('reads a missing status of an override as UNCHECKED', () => {
    const parameters = { ...execution, workflowExecutionId: '01J9Z3M5T7V9X1B3D5F7H9K1M3' };

    const parsed = parseRequest(overrideExecution, { parameters, body: {} });

    expect(parsed.ok && parsed.value.body).toEqual({ status: 'UNCHECKED' });
  });

  it('never throws, and never repeats what was sent', () => {
    const canary = 'kanarie\u00ebn';
    const word = fc.string().map((text) => `${canary}${text}`);
    const { tree: anything } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        word,
        fc.constantFrom(null, true, 0.5, 7, ''),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(word, fc.constantFrom(...FIELDS)), tie('tree'), { maxKeys: 6 }),
      ),
    }));
    const text = fc.oneof(word, fc.array(word, { maxLength: 3 }));

    const request = fc.record({
      parameters: fc.dictionary(fc.constantFrom('entityId', 'serviceName', 'keyId'), word),
      query: fc.dictionary(fc.constantFrom('level', 'limit', 'createdAtAfter', 'include'), text),
      body: anything,
    });

    fc.assert(
      fc.property(fc.constantFrom(...ALL_OPERATIONS), request, (operation, received) => {
        const found = problems(operation, received);
        expect(found.join('\n')).not.toContain(canary);
        expect(found.filter((line) => !/^(path|query|body)\b/.test(line))).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

const FIELDS = [
  'individual',
  'name',
  'familyName',
  'dateOfBirth',
  'year',
  'addresses',
  'country',
  'customAttributes',
  'documents',
  'IDENTITY',
  'attachments',
  'data',
  'supplementaryData',
  'type',
  'consents',
  'processResults',
  'manualStatus',
  'comment',
];

describe('a new individual', () => {
  it.each([
    [{ name: undefined }, 'body.individual.name: Is required'],
    [{ name: {} }, 'body.individual.name.familyName: Is required'],
    [{ name: { givenName: 'Bo' } }, 'body.individual.name.familyName: Is required'],
    [{ name: { familyName: ' ' } }, 'body.individual.name.familyName: Must not be blank'],
    [{ name: { familyName: '' } }, 'body.individual.name.familyName: Must not be blank'],
    [{ name: { familyName: null } }, 'body.individual.name.familyName: Must be text'],
    [
      { name: { ...name, suffix: 'x'.repeat(256) } },
      'body.individual.name.suffix: Must have at most 255 characters',
    ],
    [
      { name: { ...name, givenName: 'a\0b' } },
      'body.individual.name.givenName: Must not contain a NUL character or broken Unicode',
    ],
    [
      { name: { ...name, givenName: '\ud800' } },
      'body.individual.name.givenName: Must not contain a NUL character or broken Unicode',
    ],
    [{ alternateNames: [{}] }, 'body.individual.alternateNames[0].familyName: Is required'],
    [{ addresses: [{}] }, 'body.individual.addresses[0].country: Is required'],
    [{ addresses: {} }, 'body.individual.addresses: Must be a list'],
    [
      { addresses: [{ country: 'AU' }] },
      'body.individual.addresses[0].country: Must be a country code of three letters (ISO 3166-1 alpha-3)',
    ],
    [{ gender: 'MALE' }, 'body.individual.gender: Must be an object'],
    [
      { gender: { gender: 'M' } },
      'body.individual.gender.gender: Must be one of MALE, FEMALE, NON_BINARY, OTHER, UNSPECIFIED',
    ],
    [
      { consents: [{ type: 'DOCS', granted: false }] },
      'body.individual.consents[0].granted: Must not be false: leave out a consent that was not given',
    ],
    [
      { externalReferences: [{ name: 'crm', value: ' ' }] },
      'body.individual.externalReferences[0].value: Must not be blank',
    ],
    [
      { phoneNumbers: [{ type: 'MOBILE' }] },
      'body.individual.phoneNumbers[0].number: Number or unstructuredLongForm is required',
    ],
    [
      { documents: { IDENTITY: [{ type: 'PASSPORT' }] } },
      'body.individual.documents.IDENTITY[0].country: Is required',
    ],
    [
      { customAttributes: { 'Ada Lovelace': { type: 'note' } } },
      'body.individual.customAttributes.*.value: Is required',
    ],
    [
      { customAttributes: attributes(201) },
      'body.individual.customAttributes: Must have at most 200 keys',
    ],
    [
      { emailAddresses: Array.from({ length: 101 }, () => ({ email: 'a@b.se' })) },
      'body.individual.emailAddresses: Must have at most 100 elements',
    ],
  ])('refuses %j', (individual, expected) => {
    expect(created(individual)).toEqual([expected]);
  });

  it.each([
    ['no at sign', 'abara.example.org'],
    ['two at signs', 'a@b@example.org'],
    ['white space', 'a b@example.org'],
    ['no dot in the domain', 'abara@localhost'],
    ['a dot at the end', 'abara@example.'],
    ['255 characters', `${'a'.repeat(243)}@example.org`],
  ])('refuses an e-mail address with %s', (_, email) => {
    expect(created({ emailAddresses: [{ email }] })).toHaveLength(1);
  });

  it('takes megabytes that are no e-mail address in one pass', () => {
    const email = `a@${'.'.repeat(2_000_000)}@`;

    expect(created({ emailAddresses: [{ email }] })).toEqual([
      'body.individual.emailAddresses[0].email: Must have at most 254 characters',
    ]);
  });

  it('accepts what stands on its limits', () => {
    const individual = {
      name: { familyName: 'x'.repeat(255), givenName: '' },
      nationality: 'swe',
      addresses: [{ country: 'nor', longForm: 'y'.repeat(1000) }],
      emailAddresses: [{ email: `${'a'.repeat(242)}@example.org` }],
      consents: [{ type: 'GENERAL', granted: true }],
      customAttributes: attributes(200),
    };

    const parsed = parseRequest(createIndividual, { body: { individual } });

    expect(parsed.ok && parsed.value.body.individual).toEqual({
      ...individual,
      nationality: 'SWE',
      addresses: [{ country: 'NOR', longForm: 'y'.repeat(1000) }],
      consents: [{ type: 'GENERAL' }],
    });
  });
});

function attributes(count: number) {
  const entries = Array.from({ length: count }, (_, at) => [`key ${at}`, { type: 't', value: '' }]);
  return Object.fromEntries(entries);
}

describe('a change of an individual', () => {
  it('may be empty', () => {
    expect(patched({})).toEqual([]);
  });

  it('asks only for what changes where an element is named', () => {
    const changes = {
      name: { nameId: ID, givenName: 'Bo' },
      alternateNames: [{ nameId: ID, type: 'ALIAS' }],
      dateOfBirth: { dateOfBirthId: ID, day: '31' },
      placeOfBirth: { addressId: ID, locality: 'Lagos' },
      addresses: [{ addressId: ID, status: 'PREVIOUS' }],
      phoneNumbers: [{ phoneNumberId: ID, isPreferred: true }],
      emailAddresses: [{ emailAddressId: ID, type: 'WORK' }],
      externalReferences: [{ referenceId: ID, description: 'old' }],
      documents: { IDENTITY: [{ documentId: ID, attachments: [{ attachmentId: ID }] }] },
    };

    expect(patched(changes)).toEqual([]);
  });

  it('asks for a complete element where none is named, at the field that is missing', () => {
    const additions = {
      name: { givenName: 'Bo' },
      alternateNames: [{ type: 'ALIAS' }],
      dateOfBirth: { day: '31' },
      placeOfBirth: { locality: 'Lagos' },
      addresses: [{ addressId: ID }, { status: 'PREVIOUS' }],
      phoneNumbers: [{ isPreferred: true }],
      emailAddresses: [{ type: 'WORK' }],
      externalReferences: [{ name: 'crm' }],
      documents: { IDENTITY: [{ type: 'VISA', attachments: [{ filename: 'a' }] }] },
    };

    const locations = patched(additions).map((line) => line.split(':')[0]);

    expect(locations).toEqual([
      'body.individual.name.familyName',
      'body.individual.alternateNames[0].familyName',
      'body.individual.dateOfBirth.year',
      'body.individual.placeOfBirth.country',
      'body.individual.addresses[1].country',
      'body.individual.phoneNumbers[0].number',
      'body.individual.emailAddresses[0].email',
      'body.individual.externalReferences[0].value',
      'body.individual.documents.IDENTITY[0].attachments[0].data',
      'body.individual.documents.IDENTITY[0].country',
    ]);
  });

  it('reports a missing field beside one that is wrong', () => {
    expect(patched({ addresses: [{ locality: 5 }] })).toEqual([
      'body.individual.addresses[0].locality: Must be text',
      'body.individual.addresses[0].country: Is required, unless addressId names an existing element',
    ]);
  });

  it('refuses an id that is no UUID', () => {
    expect(patched({ addresses: [{ addressId: '1', country: 'SWE' }] })).toEqual([
      'body.individual.addresses[0].addressId: Must be a UUID',
    ]);
  });
});

describe('query parameters', () => {
  it('take lists from commas and from repeated names', () => {
    const query = { workflowResults: ['PASS, FAIL', 'REVIEW'], sortFields: 'updatedAt' };

    const parsed = parseRequest(listExecutions, { parameters: execution, query });

    expect(parsed.ok && parsed.value.query).toEqual({
      workflowResults: ['PASS', 'FAIL', 'REVIEW'],
      page: 1,
      limit: 20,
      sort: 'desc',
      sortFields: ['updatedAt'],
    });
  });

  it.each([
    ['1', true],
    ['100', true],
    ['0', false],
    ['101', false],
    ['-1', false],
    ['1.5', false],
    ['1e1', false],
    ['', false],
    [' 5', false],
    ['9'.repeat(40), false],
  ])('take limit=%j: %j', (limit, isTaken) => {
    const found = problems(listExecutions, { parameters: execution, query: { limit } });

    expect(found.length === 0).toBe(isTaken);
    expect(found.every((line) => line.startsWith('query.limit: '))).toBe(true);
  });

  it('refuse a number that is given twice', () => {
    const query = { page: ['1', '2'] };

    expect(problems(listExecutions, { parameters: execution, query })).toHaveLength(1);
  });

  it('read a day as all of it, at both ends', () => {
    const query = { createdAtAfter: '2026-02-28', createdAtBefore: '2026-02-28' };

    const parsed = parseRequest(listResults, { parameters: { entityId: ID }, query });

    expect(parsed.ok && parsed.value.query).toMatchObject({
      createdAtAfter: new Date('2026-02-28T00:00:00.000Z'),
      createdAtBefore: new Date('2026-02-28T23:59:59.999Z'),
    });
  });

  it.each([
    ['2026-02-28T10:00:00Z', '2026-02-28T10:00:00.000Z'],
    ['2026-02-28T10:00:00.5+11:00', '2026-02-27T23:00:00.500Z'],
    ['2026-02-29', undefined],
    ['2026-02-30T10:00:00Z', undefined],
    ['2026-02-28T10:00:00', undefined],
    ['28.2.2026', undefined],
    ['1772272800', undefined],
  ])('read the instant %s as %s', (createdAtAfter, expected) => {
    const parameters = { entityId: ID };

    const parsed = parseRequest(listResults, { parameters, query: { createdAtAfter } });

    const read = parsed.ok ? parsed.value.query.createdAtAfter?.toISOString() : undefined;
    expect(read).toBe(expected);
  });

  it('take any words as filters of results, and known ones as filters of executions', () => {
    const parameters = execution;

    expect(
      problems(listResults, { parameters, query: { classes: 'MANUAL,ORGANIZATION_X' } }),
    ).toEqual([]);
    expect(
      problems(listExecutions, { parameters, query: { workflowExecutionStates: 'X' } }),
    ).toEqual([
      'query.workflowExecutionStates[0]: Must be one of COMPLETED, CANCELED, TERMINATED, ERROR, TIMEOUT, IN_PROGRESS',
    ]);
    expect(problems(listWorkflows, { query: { include: 'everything' } })).toEqual([
      'query.include[0]: Must be workflowDefinition',
    ]);
  });
});

describe('path parameters', () => {
  it('lower the case of a UUID, so that it is found', () => {
    const parsed = parseRequest(getIndividual, { parameters: { entityId: ID.toUpperCase() } });

    expect(parsed.ok && parsed.value.parameters.entityId).toBe(ID);
  });

  it.each([
    ['01J9Z3M5T7V9X1B3D5F7H9K1M3', true],
    [ID, true],
    ['x'.repeat(64), true],
    ['x'.repeat(65), false],
    ['  ', false],
  ])('take the execution id %j: %j', (workflowExecutionId, isTaken) => {
    const parameters = { ...execution, workflowExecutionId };

    expect(problems(getExecution, { parameters }).length === 0).toBe(isTaken);
  });
});

describe('a decision about AML hits', () => {
  it.each([
    [[], 'body.processResults: Must have at least 1 element'],
    [['1'], 'body.processResults[0]: Must be a UUID'],
    [undefined, 'body.processResults: Is required'],
  ])('refuses the ids %j', (processResults, expected) => {
    const body = { processResults, manualStatus: 'FALSE_POSITIVE' };

    expect(problems(decideAmlResults, { parameters: { entityId: ID }, body })).toEqual([expected]);
  });

  it('refuses a status that is in no enumeration, and says which are', () => {
    const body = { processResults: [ID], manualStatus: 'UNRESOLVED' };

    expect(problems(decideAmlResults, { parameters: { entityId: ID }, body })).toEqual([
      'body.manualStatus: Must be one of TRUE_POSITIVE, FALSE_POSITIVE, TRUE_POSITIVE_ACCEPT, TRUE_POSITIVE_REJECT, UNKNOWN, UNKNOWN_ACCEPT, UNKNOWN_REJECT, FALSE_POSITIVE_ACCEPT',
    ]);
  });
});
