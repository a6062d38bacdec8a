import type { Individual } from '@probity/contract/individual';
import { describe, expect, it } from 'vitest';
import type { FraudProvider } from '../../providers/fraud-provider.ts';
import { localFraudProvider } from '../../providers/local-fraud/local-fraud.provider.ts';
import { SourceUnavailable } from '../../providers/source-call.ts';
import { tryStep } from '../test-step.ts';
import { fraudStep } from './fraud.step.ts';

const [GOOD, BAD] = [
  '00000000-0000-4000-8000-000000000001',
  '00000000-0000-4000-8000-000000000002',
];
const email = (emailAddressId: string | undefined, address: string) => ({
  ...(emailAddressId && { emailAddressId }),
  email: address,
});
const PERSON: Individual = {
  emailAddresses: [email(GOOD, 'a@gmail.com'), email(BAD, 'a@mailinator.com')],
  phoneNumbers: [{ phoneNumberId: GOOD, number: '+61412345678' }],
  customAttributes: {
    first: { type: 'ip_address', value: '8.8.8.8' },
    second: { type: 'ip_address', value: '127.0.0.1' },
    phone: { type: 'device', value: '{"isRooted":true}' },
  },
};
const capabilities = { fraud: [localFraudProvider] };
const look = (more: Parameters<typeof tryStep>[1] = {}) =>
  tryStep(fraudStep, { individual: PERSON, capabilities, ...more });

const silent = (name: string): FraudProvider => ({
  ...localFraudProvider,
  name,
  assess: async () => {
    throw new SourceUnavailable(name, 'error');
  },
});

describe('the FRAUD step', () => {
  it('finds hits among what it looks at, with counts, maxima and issues', async () => {
    const { end, results, issues } = await look();

    expect(end.step.result).toBe('HIT');
    expect(end.step.summary).toEqual({
      stepName: 'FRAUD',
      maximumEmailAddressRisk: 'HIGH',
      numberEmailAddressEvaluations: 2,
      maximumPhoneNumberRisk: 'LOW',
      numberPhoneNumberEvaluations: 1,
      maximumDeviceRisk: 'MEDIUM',
      numberDeviceEvaluations: 1,
      maximumIpAddressRisk: 'HIGH',
      numberIpAddressEvaluations: 2,
      numberSessionsEvaluated: 3,
      numberSessionsNotEvaluated: 0,
    });
    expect(end.facts).toMatchObject({ hits: 2, open: 2, emailAddress: 'HIGH', device: 'MEDIUM' });
    expect(issues).toEqual(
      ['FRAUD_EMAIL_ADDRESS', 'FRAUD_IP_ADDRESS'].map((issue) => ({
        category: 'FRAUD',
        issue,
        severity: 'REVIEW',
        isCleared: false,
      })),
    );
    expect(results).toHaveLength(6);
    expect(results.find(({ objectId }) => objectId === BAD)).toMatchObject({
      class: 'FRAUD',
      result: 'HIT',
      objectType: 'EMAIL_ADDRESS',
      derivedFrom: [BAD],
      evidence: {
        supplementaryData: {
          type: 'FRAUD_EMAIL_ADDRESS',
          riskLevel: 'HIGH',
          indicators: [{ name: 'disposable_domain' }],
          emailAddressId: BAD,
        },
      },
    });
  });

  it.each([
    { manualStatus: 'FALSE_POSITIVE_ACCEPT', result: 'HIT_ACCEPTED', level: 'LOW' },
    { manualStatus: 'TRUE_POSITIVE_ACCEPT', result: 'HIT_ACCEPTED', level: 'HIGH' },
    { manualStatus: 'TRUE_POSITIVE_REJECT', result: 'HIT_REJECTED', level: 'HIGH' },
    { manualStatus: null, result: 'HIT', level: 'HIGH' },
  ])('keeps an officer’s $manualStatus and is then $result', async (told) => {
    const first = await look();
    const stored = first.results.map((one) => ({ ...one, manualStatus: told.manualStatus }));
    const { end, results, rows, issues } = await look({ stored });

    expect(end.step.result).toBe(told.result);
    expect(end.facts.emailAddress).toBe(told.level);
    expect(results).toEqual([]);
    expect(rows.process_result_stale).toEqual([]);
    expect(issues.every(({ isCleared }) => isCleared === (told.manualStatus !== null))).toBe(true);
  });

  it('opens anew what says something else, and lets go of what is gone', async () => {
    const stored = (await look()).results.map((one) => ({
      ...one,
      manualStatus: 'FALSE_POSITIVE_ACCEPT',
    }));
    const individual = { emailAddresses: [email(BAD, 'a@b.invalid')] };
    const { end, results, rows } = await look({ individual, stored });
    expect(end.step.result).toBe('HIT');
    expect(results).toHaveLength(1);
    expect(rows.process_result_stale).toHaveLength(6);
  });

  it('is CLEAR where nothing is risky enough', async () => {
    const individual = { emailAddresses: [email(GOOD, 'a@gmail.com')] };
    const { end, issues } = await look({ individual });
    expect(end.step.result).toBe('CLEAR');
    expect(issues).toEqual([]);
  });

  it('counts sessions beyond its limit, and does not look at them', async () => {
    const { end } = await look({ configuration: { mostSessions: 1 } });
    expect(end.step.summary).toMatchObject({
      numberSessionsEvaluated: 1,
      numberSessionsNotEvaluated: 2,
    });
    expect(end.facts.sessions).toBe(3);
  });

  it.each([
    { why: 'there is nothing to look at', individual: {}, configuration: {} },
    {
      why: 'what is required is not there',
      individual: { phoneNumbers: PERSON.phoneNumbers },
      configuration: { requires: ['EMAIL_ADDRESS'] },
    },
  ])('is MISSING_DATA where $why', async ({ individual, configuration }) => {
    const { end, issues } = await look({ individual: individual as Individual, configuration });
    expect(end.step.result).toBe('MISSING_DATA');
    expect(issues).toContainEqual(
      expect.objectContaining({ category: 'BAD_DATA', issue: 'BAD_DATA_EMAIL' }),
    );
  });

  it.each([
    { why: 'a source is silent', fraud: [localFraudProvider, silent('vendor')], providers: ['*'] },
    { why: 'a source is not set up', fraud: [localFraudProvider], providers: ['*', 'vendor'] },
    { why: 'nobody is there', fraud: [], providers: ['*'] },
    {
      why: 'a source forgets something',
      fraud: [
        {
          ...localFraudProvider,
          assess: async () => ({ outcome: 'answered' as const, findings: [] }),
        },
      ],
      providers: ['*'],
    },
  ])('is ERROR where $why, and never CLEAR', async ({ fraud, providers }) => {
    const individual = { emailAddresses: [email(GOOD, 'a@gmail.com')] };
    const { end, issues } = await look({
      individual,
      capabilities: { fraud },
      configuration: { providers },
    });
    expect(end.step.result).toBe('ERROR');
    expect(end.step.errors).not.toEqual([]);
    expect(issues).toContainEqual(expect.objectContaining({ category: 'SYSTEM' }));
    expect(JSON.stringify(end.step.errors)).not.toContain('gmail');
  });
});
