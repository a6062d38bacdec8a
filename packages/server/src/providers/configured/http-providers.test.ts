import { IndividualInput } from '@probity/contract/individual';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newIndividual } from '../../features/entities/merge-individual.ts';
import { fraudProviderConformance } from '../fraud-provider.conformance.ts';
import { type ExampleServer, exampleServer } from '../http/test-example-server.ts';
import { identityProviderConformance } from '../identity-provider.conformance.ts';
import type { IdentitySubject } from '../identity-provider.ts';
import { idvProviderConformance } from '../idv-provider.conformance.ts';
import { lookupProviderConformance } from '../lookup-provider.conformance.ts';
import { callFor, REAL, SANDBOX } from '../test-asks.ts';
import { visaProviderConformance } from '../visa-provider.conformance.ts';
import { watchlistProviderConformance } from '../watchlist-provider.conformance.ts';
import { openProviders } from './open-providers.ts';
import { ProviderSettings } from './provider-settings.ts';

let server: ExampleServer;
let opened: ReturnType<typeof openProviders>;

beforeAll(async () => {
  server = await exampleServer();
  opened = openProviders(
    [
      {
        settings: ProviderSettings.parse({
          kind: 'http',
          name: 'example',
          url: server.url,
          capabilities: ['identity', 'documents', 'idv', 'watchlist', 'fraud', 'visa', 'lookup'],
          secret: { env: 'KEY' },
        }),
        secrets: { secret: { reveal: () => server.secret } },
      },
    ],
    { now: () => new Date(), listMaxAgeHours: 168 },
  );
});
afterAll(async () => {
  await opened?.close();
  await server?.close();
});

const askers = { asker: REAL, stranger: SANDBOX };
const one = <P>(providers: readonly P[]): P => {
  const [first] = providers;
  if (first === undefined) throw new Error('It is set up.');
  return first;
};
const passport = (primaryIdentifier: string) => ({
  objectId: 'document-1',
  type: 'PASSPORT',
  country: 'NZL',
  primaryIdentifier,
});
const subject = (family: string, date: string): IdentitySubject => ({
  entityId: 'entity-1',
  names: [{ objectId: 'name-1', standing: 'current', full: `Ada ${family}`, given: 'Ada', family }],
  births: [{ objectId: 'dob-1', standing: 'current', date }],
  addresses: [{ objectId: 'address-1', standing: 'current', postalCode: '7000', country: 'AUS' }],
  documents: [passport('LA123456')],
  consents: [],
});
const KNOWN = subject('Quill', '1962-04-07');
const UNKNOWN = subject('Nobody', '1999-09-09');
const person = (familyName: string) =>
  newIndividual(
    IndividualInput.parse({ name: { givenName: 'Ada', familyName } }),
    new Date('2026-01-01T00:00:00Z'),
  ).individual;

describe('somebody who speaks the provider protocol', () => {
  identityProviderConformance(async () => ({
    provider: one(opened.identity),
    ...askers,
    known: KNOWN,
    unknown: UNKNOWN,
  }));
  idvProviderConformance(async () => ({
    provider: one(opened.idv),
    ...askers,
    genuine: { entityId: 'entity-1' },
    images: [{ attachmentId: 'a-1', mimeType: 'image/jpeg', bytes: Buffer.from('a photograph') }],
  }));
  watchlistProviderConformance(async () => ({
    provider: one(opened.watchlists),
    ...askers,
    listed: { names: [{ full: 'Ilyara Thornquill' }], kind: 'person', births: ['1962-04-07'] },
    kind: 'WATCHLIST',
    unlisted: { names: [{ full: 'Amy Oliphant' }], kind: 'person' },
  }));
  fraudProviderConformance(async () => ({
    provider: one(opened.fraud),
    ...askers,
    harmless: { kind: 'EMAIL_ADDRESS', objectId: 'email-1', email: 'ada@example.com' },
    risky: { kind: 'EMAIL_ADDRESS', objectId: 'email-2', email: 'ada@mailinator.com' },
  }));
  visaProviderConformance(async () => {
    const ask = ({ names: [name], births: [birth] }: IdentitySubject) => {
      if (!name || !birth) throw new Error('They have both.');
      return { entityId: 'entity-1', passport: passport('LA123456'), name, birth: birth.date };
    };
    return { provider: one(opened.visa), ...askers, holder: ask(KNOWN), nobody: ask(UNKNOWN) };
  });
  lookupProviderConformance(async () => ({
    provider: one(opened.lookup),
    ...askers,
    known: person('Quill'),
    unknown: person('Nobody'),
  }));

  it('verifies documents with its register, and what it says of one source stays together', async () => {
    const answer = await one(opened.identity).verify(
      { subject: KNOWN, attributes: ['name'], documents: ['document-1'] },
      callFor(REAL),
    );
    expect(answer).toMatchObject({
      sources: [
        { source: 'example-roll', attributes: [{ attribute: 'name', result: 'MATCH' }] },
        { source: 'example-register', documents: [{ documentId: 'document-1', result: 'MATCH' }] },
      ],
    });
  });

  it('is shown with its health, without its secret', async () => {
    const [status] = opened.status();
    expect(status).toMatchObject({ name: 'example', kind: 'http', health: { breaker: 'closed' } });
    expect(status?.health.lastSuccessAt).toBeDefined();
    expect(JSON.stringify(status)).not.toContain(server.secret.slice(6));
  });
});
