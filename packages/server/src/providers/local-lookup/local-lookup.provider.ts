import type { LookupProvider } from '../lookup-provider.ts';

const LOOKUPS = ['residential-address'] as const;

/** What is on record about the person: where they live, and whether they do so now. */
export const localLookupProvider: LookupProvider = {
  name: 'probity',
  serves: () => true,
  async lookUp({ individual, lookup }) {
    if (!LOOKUPS.some((known) => known === lookup)) {
      const detail = `probity looks up ${LOOKUPS.join(', ')} and nothing else`;
      return { outcome: 'silent', because: 'refused', detail };
    }
    const { addresses = [] } = individual;
    const residential = addresses.filter(({ type }) => type === 'RESIDENTIAL');
    const address =
      residential.find(({ status }) => status !== 'PREVIOUS') ?? residential[0] ?? addresses[0];
    return {
      outcome: 'answered',
      facts: {
        country: address?.country ?? '',
        addressStatus: address?.status ?? (address ? 'CURRENT' : ''),
        hasAddress: address !== undefined,
      },
    };
  },
};
