import { auDfat } from './au-dfat/au-dfat.source.ts';
import { caSema } from './ca-sema/ca-sema.source.ts';
import { chSeco } from './ch-seco/ch-seco.source.ts';
import { euFsf } from './eu-fsf/eu-fsf.source.ts';
import type { ListSource } from './list-source.ts';
import { mappedCsv } from './mapped-csv/mapped-csv.source.ts';
import { ofacConsolidated } from './ofac-consolidated/ofac-consolidated.source.ts';
import { ofacSdn } from './ofac-sdn/ofac-sdn.source.ts';
import { opensanctions } from './opensanctions/opensanctions.source.ts';
import { pepCsv } from './pep-csv/pep-csv.source.ts';
import { probitySample } from './probity-sample/probity-sample.source.ts';
import { senzing } from './senzing/senzing.source.ts';
import { ukSanctions } from './uk-sanctions/uk-sanctions.source.ts';
import { unConsolidated } from './un-consolidated/un-consolidated.source.ts';
import { usCsl } from './us-csl/us-csl.source.ts';

/** Every source that can be imported, in the order in which help texts name them. */
export const LIST_SOURCES: readonly ListSource[] = [
  ofacSdn,
  ofacConsolidated,
  usCsl,
  unConsolidated,
  euFsf,
  ukSanctions,
  auDfat,
  caSema,
  chSeco,
  opensanctions,
  senzing,
  pepCsv,
  mappedCsv,
  probitySample,
];
