import { describe, expect, it } from 'vitest';
import { localLookupProvider } from '../../providers/local-lookup/local-lookup.provider.ts';
import { conditionOf } from '../decision/condition.ts';
import { decisionFactsOf } from '../decision/decision-facts.ts';
import { RUN } from '../test-run.ts';
import { tryStep } from '../test-step.ts';
import { lookupStep } from './lookup.step.ts';

const PERSON = {
  addresses: [
    { addressId: 'old', type: 'RESIDENTIAL' as const, country: 'NZL', status: 'PREVIOUS' as const },
    { addressId: 'new', type: 'RESIDENTIAL' as const, country: 'AUS' },
  ],
};
const lookUp = (lookup: string, provider = 'probity') =>
  tryStep(lookupStep, {
    individual: PERSON,
    configuration: { lookup, provider },
    capabilities: { lookup: [localLookupProvider] },
  });

describe('the OTHER step', () => {
  it('tells conditions what it found, and keeps it as a result', async () => {
    const { end, results } = await lookUp('residential-address');
    expect(end).toMatchObject({
      step: { result: 'COMPLETE', restsOn: ['old', 'new'] },
      facts: { country: 'AUS', addressStatus: 'CURRENT', hasAddress: true },
    });
    expect(results).toMatchObject([{ class: 'LOOKUP', derivedFrom: ['old', 'new'] }]);
    const facts = decisionFactsOf([end], RUN, {});
    expect(conditionOf('facts.OTHER.country == "AUS" && lookup.hasAddress')(facts)).toBe(true);
  });

  it.each([
    { why: 'the source does not know the lookup', lookup: 'horoscope', provider: 'probity' },
    { why: 'the source is not set up', lookup: 'residential-address', provider: 'vendor' },
  ])('is ERROR where $why', async ({ lookup, provider }) => {
    const { end, issues } = await lookUp(lookup, provider);
    expect(end.step.result).toBe('ERROR');
    expect(issues).toMatchObject([{ category: 'SYSTEM', issue: 'SERVICE_ERROR' }]);
  });
});
