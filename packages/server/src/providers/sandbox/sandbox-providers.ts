import type { Clock } from '../../kernel/clock.ts';
import {
  sandboxFraudProvider,
  sandboxLookupProvider,
  sandboxVisaProvider,
} from './sandbox-checks.provider.ts';
import { sandboxIdentityProvider } from './sandbox-identity.provider.ts';
import { sandboxIdvProvider } from './sandbox-idv.provider.ts';
import { sandboxWatchlistProvider } from './sandbox-watchlist.provider.ts';

/** The sandbox in every capability; it serves the tenants that were made for invented people. */
export function sandboxProviders(now: Clock) {
  return {
    identity: sandboxIdentityProvider(),
    idv: sandboxIdvProvider(now),
    watchlists: sandboxWatchlistProvider(),
    fraud: sandboxFraudProvider(),
    visa: sandboxVisaProvider(),
    lookup: sandboxLookupProvider(),
  };
}
