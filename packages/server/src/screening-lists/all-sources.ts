import type { ListSource } from './list-source.ts';
import { ofacSdn } from './ofac-sdn/ofac-sdn.source.ts';
import { probitySample } from './probity-sample/probity-sample.source.ts';
import { unConsolidated } from './un-consolidated/un-consolidated.source.ts';

/** Every source that can be imported, in the order in which help texts name them. */
export const LIST_SOURCES: readonly ListSource[] = [ofacSdn, unConsolidated, probitySample];
