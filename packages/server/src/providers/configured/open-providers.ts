import { type Dispatcher, EnvHttpProxyAgent } from 'undici';
import type { Clock } from '../../kernel/clock.ts';
import type { FraudProvider } from '../fraud-provider.ts';
import {
  httpFraudProvider,
  httpLookupProvider,
  httpVisaProvider,
} from '../http/http-checks.provider.ts';
import { httpIdentityProvider } from '../http/http-identity.provider.ts';
import { httpIdvProvider } from '../http/http-idv.provider.ts';
import { httpWatchlistProvider } from '../http/http-watchlist.provider.ts';
import { readSecret } from '../http/message-signature.ts';
import type { IdentityProvider } from '../identity-provider.ts';
import type { IdvProvider } from '../idv-provider.ts';
import type { LookupProvider } from '../lookup-provider.ts';
import type { Provider } from '../source-call.ts';
import { openVendor, type Vendor, type VendorTools } from '../vendor/vendor.ts';
import type { VendorHealth } from '../vendor/vendor-health.ts';
import { veriffIdvProvider } from '../veriff/veriff-idv.provider.ts';
import type { VisaProvider } from '../visa-provider.ts';
import type { WatchlistProvider } from '../watchlist-provider.ts';
import { watchmanWatchlistProvider } from '../watchman/watchman-watchlist.provider.ts';
import { yenteWatchlistProvider } from '../yente/yente-watchlist.provider.ts';
import { type CapabilityName, capabilitiesOf, type HttpSettings } from './provider-settings.ts';
import type { KnownProvider } from './read-provider-settings.ts';

/** How a provider of the operator's stands; never a secret. */
export type ProviderStatus = {
  readonly name: string;
  readonly kind: string;
  readonly capabilities: readonly CapabilityName[];
  readonly url: string;
  readonly health: VendorHealth;
};

/** Everybody whom the operator has set up, in the operator's order. */
export type OpenProviders = {
  readonly identity: readonly IdentityProvider[];
  readonly idv: readonly IdvProvider[];
  readonly watchlists: readonly WatchlistProvider[];
  readonly fraud: readonly FraudProvider[];
  readonly visa: readonly VisaProvider[];
  readonly lookup: readonly LookupProvider[];
  status(): readonly ProviderStatus[];
  close(): Promise<void>;
};

export type ProxyAddresses = {
  readonly httpsProxy?: string | undefined;
  readonly noProxy?: string | undefined;
};

export type ProviderSurroundings = {
  readonly now: Clock;
  readonly observer?: NonNullable<VendorTools['observer']>;
  readonly proxy?: ProxyAddresses;
  /** A list elsewhere that is older no longer clears anybody. */
  readonly listMaxAgeHours: number;
};

/** Opens connections to the operator's providers; nobody is asked yet. */
export function openProviders(
  known: readonly KnownProvider[],
  { proxy = {}, ...tools }: ProviderSurroundings,
): OpenProviders {
  const agent = vendorAgent(proxy);
  const opened = known.map((provider) => open(provider, { ...tools, agent }));
  return {
    identity: opened.flatMap(({ identity }) => identity ?? []),
    idv: opened.flatMap(({ idv }) => idv ?? []),
    watchlists: opened.flatMap(({ watchlists }) => watchlists ?? []),
    fraud: opened.flatMap(({ fraud }) => fraud ?? []),
    visa: opened.flatMap(({ visa }) => visa ?? []),
    lookup: opened.flatMap(({ lookup }) => lookup ?? []),
    status: () => opened.map(({ vendor }, at) => statusOf(vendor, known[at] as KnownProvider)),
    close: () => agent.destroy(),
  };
}

/** Connections of all providers, through the proxy of the machine if there is one. */
function vendorAgent({ httpsProxy, noProxy }: ProxyAddresses): Dispatcher {
  return new EnvHttpProxyAgent({
    httpsProxy: httpsProxy ?? '',
    httpProxy: '',
    noProxy: noProxy ?? '',
    connections: 64,
    connect: { timeout: 5_000 },
  });
}

type Opened = {
  readonly vendor: Vendor;
  readonly identity?: IdentityProvider;
  readonly idv?: IdvProvider;
  readonly watchlists?: WatchlistProvider;
  readonly fraud?: FraudProvider;
  readonly visa?: VisaProvider;
  readonly lookup?: LookupProvider;
};

type Tools = Omit<ProviderSurroundings, 'proxy'> & { readonly agent: Dispatcher };

function open({ settings, secrets }: KnownProvider, tools: Tools): Opened {
  const vendor = openVendor(settings, tools);
  const serves: Provider['serves'] = ({ isSandbox }) => !isSandbox || settings.asksForSandboxes;
  switch (settings.kind) {
    case 'http': {
      const secret = readSecret(secrets.secret?.reveal() ?? '');
      if (!secret) throw new Error(`Provider ${settings.name} has no secret.`);
      const { now, listMaxAgeHours } = tools;
      return openHttp(settings, { line: { vendor, secret, now, listMaxAgeHours }, serves });
    }
    case 'veriff': {
      const apiKey = secrets.apiKey?.reveal();
      const secret = secrets.secret?.reveal();
      if (!apiKey || !secret) throw new Error(`Provider ${settings.name} has no secrets.`);
      const line = { vendor, apiKey, secret, now: tools.now };
      return { vendor, idv: veriffIdvProvider(line, serves) };
    }
    case 'yente': {
      const line = { ...settings, ...tools, vendor, apiKey: secrets.apiKey?.reveal() };
      return { vendor, watchlists: yenteWatchlistProvider(line, serves) };
    }
    case 'watchman':
      return {
        vendor,
        watchlists: watchmanWatchlistProvider({ ...settings, ...tools, vendor }, serves),
      };
  }
}

type Line = {
  readonly line: Parameters<typeof httpWatchlistProvider>[0];
  readonly serves: Provider['serves'];
};

function openHttp({ capabilities, fraudKinds }: HttpSettings, { line, serves }: Line): Opened {
  const can = (capability: CapabilityName) => capabilities.includes(capability);
  const verifies = { attributes: can('identity'), documents: can('documents') };
  return {
    vendor: line.vendor,
    ...((verifies.attributes || verifies.documents) && {
      identity: httpIdentityProvider(line, verifies, serves),
    }),
    ...(can('idv') && { idv: httpIdvProvider(line, serves) }),
    ...(can('watchlist') && { watchlists: httpWatchlistProvider(line, serves) }),
    ...(can('fraud') && { fraud: httpFraudProvider(line, fraudKinds, serves) }),
    ...(can('visa') && { visa: httpVisaProvider(line, serves) }),
    ...(can('lookup') && { lookup: httpLookupProvider(line, serves) }),
  };
}

function statusOf(vendor: Vendor, { settings }: KnownProvider): ProviderStatus {
  const { name, kind, url } = settings;
  return { name, kind, url, capabilities: capabilitiesOf(settings), health: vendor.health() };
}
