import { describe, expect, it } from 'vitest';
import type { FraudSubject } from '../fraud-provider.ts';
import { localFraudProvider } from './local-fraud.provider.ts';

const CALL = {
  tenantId: 't',
  isSandbox: false,
  idempotencyKey: 'k',
  signal: AbortSignal.timeout(60_000),
};

async function signOf(subject: FraudSubject) {
  const answer = await localFraudProvider.assess([subject], CALL);
  if (answer.outcome !== 'answered') throw new Error('It is always there.');
  const [finding] = answer.findings;
  return [finding?.riskLevel, ...(finding?.indicators.map(({ name }) => name) ?? [])];
}

describe('what e-mail addresses say', () => {
  it.each([
    { email: 'someone@gmail.com', signs: ['LOW'] },
    { email: 'someone@MAILINATOR.com', signs: ['HIGH', 'disposable_domain'] },
    { email: 'someone@inbox.mailinator.com', signs: ['HIGH', 'disposable_domain'] },
    { email: 'someone@notmailinator.com.au', signs: ['LOW'] },
    { email: 'someone@company.invalid', signs: ['HIGH', 'reserved_domain'] },
  ])('$email: $signs', async ({ email, signs }) => {
    expect(await signOf({ kind: 'EMAIL_ADDRESS', objectId: '1', email })).toEqual(signs);
  });
});

describe('what telephone numbers say', () => {
  it.each([
    { number: '+61 412 345 678', signs: ['LOW'] },
    { number: '0412 345 678', country: 'AUS', signs: ['LOW'] },
    { number: '0412 345 678', signs: ['HIGH', 'unreadable_number'] },
    { number: '+61 4', signs: ['HIGH', 'unreadable_number'] },
    { number: '+61 412 345 6789999', signs: ['HIGH', 'impossible_length'] },
    { number: '+1 000 000 0000', signs: ['HIGH', 'unassigned_range'] },
    { number: '1800 160 401', country: 'AUS', signs: ['MEDIUM', 'unusual_type'] },
    { number: '+64 21 123 4567', country: 'AUS', signs: ['MEDIUM', 'other_country'] },
    { number: 'call me', signs: ['HIGH', 'unreadable_number'] },
  ])('$number of $country: $signs', async ({ number, country, signs }) => {
    const subject = { kind: 'PHONE_NUMBER', objectId: '1', number } as const;
    expect(await signOf({ ...subject, ...(country && { country }) })).toEqual(signs);
  });
});

describe('what IP addresses say', () => {
  it.each([
    { address: '8.8.8.8', signs: ['LOW'] },
    { address: '2606:4700::1111', signs: ['LOW'] },
    { address: '10.1.2.3', signs: ['MEDIUM', 'private_range'] },
    { address: '::ffff:192.168.1.1', signs: ['MEDIUM', 'private_range'] },
    { address: '127.0.0.1', signs: ['HIGH', 'reserved_range'] },
    { address: '203.0.113.9', signs: ['HIGH', 'reserved_range'] },
    { address: '999.1.1.1', signs: ['HIGH', 'unreadable_address'] },
    { address: '16777343', signs: ['HIGH', 'unreadable_address'] },
  ])('$address: $signs', async ({ address, signs }) => {
    expect(await signOf({ kind: 'IP_ADDRESS', objectId: '1', address })).toEqual(signs);
  });
});

describe('what was reported of devices', () => {
  it.each([
    { device: {}, signs: ['LOW'] },
    { device: { isRooted: true }, signs: ['MEDIUM', 'rooted'] },
    {
      device: { isEmulated: true, vpnLikelihood: 'VERY_HIGH' },
      signs: ['HIGH', 'emulated', 'hidden_origin'],
    },
    { device: { riskLevel: 'UNACCEPTABLE' }, signs: ['UNACCEPTABLE', 'reported_risk'] },
    { device: { isRat: 'true', riskLevel: 'VAST' }, signs: ['LOW'] },
  ])('$device: $signs', async ({ device, signs }) => {
    expect(await signOf({ kind: 'DEVICE', objectId: '1', device })).toEqual(signs);
  });
});
