import type { Individual } from '@probity/contract/individual';
import { describe, expect, it } from 'vitest';
import { SourceUnavailable } from '../../providers/source-call.ts';
import type { VisaAnswer, VisaHolding, VisaProvider } from '../../providers/visa-provider.ts';
import { tryStep } from '../test-step.ts';
import { visaStep } from './visa.step.ts';

const PERSON: Individual = {
  name: { nameId: 'n', givenName: 'Aino', familyName: 'Virta' },
  dateOfBirth: { dateOfBirthId: 'b', year: '1990', month: '2', day: '3' },
  nationality: 'FIN',
  documents: {
    IDENTITY: [{ documentId: 'd', type: 'PASSPORT', country: 'FIN', primaryIdentifier: 'P1' }],
  },
};
const HELD: VisaHolding = {
  country: 'AUS',
  class: 'UC',
  subClass: '417',
  hasExpired: false,
  noExpiry: false,
  expiryDate: '2026-12-31',
};
const register = (answer: VisaAnswer | Error, name = 'register'): VisaProvider => ({
  name,
  serves: () => true,
  async check() {
    if (answer instanceof Error) throw answer;
    return answer;
  },
});
const held = (visa: Partial<VisaHolding> = {}): VisaAnswer => ({
  outcome: 'held',
  visa: { ...HELD, ...visa },
});
const check = (
  answer: VisaAnswer | Error,
  {
    individual = PERSON,
    configuration = {},
  }: { individual?: Individual; configuration?: object } = {},
) => tryStep(visaStep, { individual, configuration, capabilities: { visa: [register(answer)] } });

const CODES = { classes: [], subClasses: ['417'] };

describe('the VISA step', () => {
  it.each<{
    when: string;
    answer: VisaAnswer | Error;
    configuration?: object;
    result: string;
    issue?: string;
  }>([
    { when: 'a visa is held', answer: held(), result: 'PASS' },
    {
      when: 'it is on the list that allows',
      answer: held(),
      configuration: { allow: CODES },
      result: 'PASS',
    },
    {
      when: 'another is on the list that allows',
      answer: held({ subClass: '500' }),
      configuration: { allow: CODES },
      result: 'FAIL',
      issue: 'VISA/VISA_FAILED',
    },
    {
      when: 'it is on the list that denies',
      answer: held(),
      configuration: { allow: CODES, deny: CODES },
      result: 'FAIL',
      issue: 'VISA/DENY_LIST',
    },
    {
      when: 'the register says it has lapsed',
      answer: held({ hasExpired: true }),
      result: 'EXPIRED',
      issue: 'EXPIRY/REQUIRES_VISA',
    },
    {
      when: 'its date is past',
      answer: held({ expiryDate: '2026-03-03' }),
      result: 'EXPIRED',
      issue: 'EXPIRY/REQUIRES_VISA',
    },
    {
      when: 'it does not lapse',
      answer: held({ noExpiry: true, expiryDate: '2001-01-01' }),
      result: 'PASS',
    },
    {
      when: 'none is held',
      answer: { outcome: 'none' },
      result: 'FAIL',
      issue: 'VISA/VISA_FAILED',
    },
    {
      when: 'the register fails',
      answer: new SourceUnavailable('register', 'timeout'),
      result: 'ERROR',
      issue: 'SYSTEM/SERVICE_TIMEOUT',
    },
  ])('is $result when $when', async ({ answer, configuration, result, issue }) => {
    const { end, results, issues } = await check(answer, configuration ? { configuration } : {});
    expect(end.step.result).toBe(result);
    expect(issues.map((one) => `${one.category}/${one.issue}`)).toEqual(issue ? [issue] : []);
    expect(results).toHaveLength(result === 'ERROR' ? 0 : 1);
  });

  it.each([
    { who: 'a citizen', individual: { ...PERSON, nationality: 'AUS' } },
    {
      who: 'the holder of a passport of the country',
      individual: {
        ...PERSON,
        documents: { IDENTITY: [{ type: 'PASSPORT' as const, country: 'AUS' }] },
      },
    },
  ])('does not apply to $who', async ({ individual }) => {
    const { end } = await check(new Error('nobody is asked'), { individual });
    expect(end.step.result).toBe('NOT_APPLICABLE');
    expect(end.step.serviceProviders).toEqual([]);
  });

  it('says what it lacks, the consent among it', async () => {
    const { end } = await check(held(), {
      individual: { nationality: 'FIN', dateOfBirth: { year: '1990' } },
      configuration: { consents: ['GENERAL'] },
    });
    expect(end.step.result).toBe('MISSING_DATA');
    expect(end.step.errors.map(({ location }) => location)).toEqual([
      'individual.name',
      'individual.dateOfBirth',
      'individual.documents',
      'consents',
    ]);
  });

  it('asks the next register where one is silent, and is ERROR where there is none', async () => {
    const visa = [register(new SourceUnavailable('away', 'error'), 'away'), register(held())];
    const { end } = await tryStep(visaStep, { individual: PERSON, capabilities: { visa } });
    expect(end.step.result).toBe('PASS');
    expect(end.step.serviceProviders.map(({ provider, result }) => [provider, result])).toEqual([
      ['away', 'ERROR'],
      ['register', 'COMPLETE'],
    ]);
    expect((await tryStep(visaStep, { individual: PERSON })).end.step.result).toBe('ERROR');
  });
});
