import type { IdvDesk } from './features/idv/idv-desk.ts';
import type { CallbackTools } from './features/providers/callbacks.routes.ts';
import type { Clock } from './kernel/clock.ts';
import type { Observer } from './kernel/observer.ts';
import {
  type OpenProviders,
  openProviders,
  type ProxyAddresses,
} from './providers/configured/open-providers.ts';
import type { KnownProvider } from './providers/configured/read-provider-settings.ts';
import { idvDesk } from './providers/idv-desk.ts';
import { localFraudProvider } from './providers/local-fraud/local-fraud.provider.ts';
import { localLookupProvider } from './providers/local-lookup/local-lookup.provider.ts';
import type { PhotoQueue } from './providers/photos/photos.provider.ts';
import { sandboxProviders } from './providers/sandbox/sandbox-providers.ts';
import type { Capabilities } from './workflows/step-type.ts';

type Composed = {
  readonly providers: OpenProviders;
  readonly capabilities: Capabilities;
  readonly readCallback: CallbackTools['read'];
  readonly desk: IdvDesk;
};

type Composing = {
  readonly known: readonly KnownProvider[];
  readonly proxy: ProxyAddresses;
  /** Lists elsewhere that are older no longer clear anybody, as those here. */
  readonly listMaxAgeHours: number;
  readonly now: Clock;
  /** The lists of this installation. */
  readonly lists: Capabilities['watchlists'][number];
  readonly observer: Observer;
  /** Registers that tenants have imported. */
  readonly reference: Capabilities['identity'][number];
  readonly people: Capabilities['people'];
  readonly matchlists: Capabilities['matchlists'];
  readonly photos: NonNullable<Capabilities['photos']>;
  /** Reads photos that are not kept yet. */
  readonly readPhoto: PhotoQueue;
  /** Whether a tenant is one for invented people. */
  readonly isSandbox: (tenantId: string) => Promise<boolean>;
  /** In place of the installation's own, for tests. */
  readonly instead: Partial<Capabilities>;
};

/** Whom steps may ask: what is in this process, then the operator's, and the sandbox last. */
export function composeCapabilities(composing: Composing): Composed {
  const { known, proxy, now, lists, people, matchlists, photos, reference, instead } = composing;
  const { listMaxAgeHours, readPhoto, isSandbox, observer } = composing;
  const providers = openProviders(known, { now, proxy, listMaxAgeHours, observer });
  const sandbox = sandboxProviders(now);
  const capabilities: Capabilities = {
    people,
    matchlists,
    photos,
    watchlists: [lists, ...providers.watchlists, sandbox.watchlists],
    identity: [reference, ...providers.identity, sandbox.identity],
    idv: [...providers.idv, sandbox.idv],
    fraud: [localFraudProvider, ...providers.fraud, sandbox.fraud],
    visa: [...providers.visa, sandbox.visa],
    lookup: [localLookupProvider, ...providers.lookup, sandbox.lookup],
    ...instead,
  };
  return {
    providers,
    capabilities,
    desk: idvDesk({
      providers: capabilities.idv,
      isSandbox,
      photos: { name: photos.name, read: readPhoto },
    }),
    // A callback is for the provider whom its address names.
    readCallback: (name, message) =>
      capabilities.idv.find((one) => one.name === name)?.readCallback(message),
  };
}
