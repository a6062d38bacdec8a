import { describe, expect, it } from 'vitest';
import type { IdentityAnswer, IdentityProvider } from '../../providers/identity-provider.ts';
import { NO_PROVIDERS } from '../step-type.ts';
import { AT, askAtOnce, RUN } from '../test-run.ts';
import { consultSources } from './consult-identity.ts';

const SUBJECT = {
  entityId: 'e',
  names: [{ objectId: 'n', standing: 'current' as const, full: 'Ada Quill' }],
  births: [],
  addresses: [],
  documents: [],
  consents: [],
};
const NAME = { attributes: ['name'] as const, documents: [] };
const KNOWS: IdentityAnswer = {
  outcome: 'answered',
  sources: [
    {
      source: 'roll',
      sourceName: 'Roll',
      attributes: [{ attribute: 'name', objectId: 'n', result: 'MATCH', strengths: {} }],
      documents: [],
    },
  ],
};
const HAS_NO_SOURCE: IdentityAnswer = { outcome: 'answered', sources: [] };

function provider(name: string, answer: IdentityAnswer): IdentityProvider {
  return { name, serves: () => true, verify: async () => answer };
}

function consult(identity: readonly IdentityProvider[], providers: readonly string[]) {
  const input = {
    ask: askAtOnce,
    run: RUN,
    now: () => AT,
    capabilities: { ...NO_PROVIDERS, identity },
  };
  return consultSources({
    input,
    providers,
    subject: SUBJECT,
    needs: (said) => (said.length > 0 ? undefined : NAME),
  });
}

const silentOf = async (...asked: Parameters<typeof consult>) =>
  (await consult(...asked)).silent.map(
    ({ provider: name, silence }) => `${name} ${silence.because}`,
  );

describe('whom a verification consults', () => {
  it('nobody at all is a silence', async () => {
    expect(await silentOf([], ['*'])).toEqual(['* not-configured']);
    expect(await silentOf([provider('empty', HAS_NO_SOURCE)], ['*'])).toEqual(['* not-configured']);
  });

  it('leaves out who has no source for the tenant, unless they were named', async () => {
    const known = [provider('empty', HAS_NO_SOURCE), provider('roll', KNOWS)];
    const all = await consult(known, ['*']);
    expect(all.silent).toEqual([]);
    expect(all.visits.map(({ provider: name }) => name)).toEqual(['roll']);
    expect(await silentOf(known, ['empty', 'roll'])).toEqual(['empty not-configured']);
  });

  it('tells of a name that nobody has, also where others were enough', async () => {
    expect(await silentOf([provider('roll', KNOWS)], ['nobody', '*'])).toEqual([
      'nobody not-configured',
    ]);
  });

  it.each([
    ['of an element that is not the person’s', { objectId: 'x' }],
    ['of what was not asked', { attribute: 'dob' as const }],
    ['in a word that is none', { result: 'PERHAPS' as never }],
  ])('takes an answer %s for silence', async (_, wrong) => {
    const [source] = KNOWS.outcome === 'answered' ? KNOWS.sources : [];
    const attributes = source?.attributes.map((one) => ({ ...one, ...wrong })) ?? [];
    const sources = source ? [{ ...source, attributes }] : [];
    const nonsense = provider('roll', { outcome: 'answered', sources });
    expect(await silentOf([nonsense], ['*'])).toEqual(['roll error']);
  });
});
