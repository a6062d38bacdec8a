import type { SubjectDocument, SubjectName } from './identity-provider.ts';
import type { Provider, Silent, SourceCall } from './source-call.ts';

export type VisaAsk = {
  readonly entityId: string;
  /** The foreign passport that the visa is bound to. */
  readonly passport: SubjectDocument;
  readonly name: SubjectName;
  /** `1962-04-07`. */
  readonly birth: string;
};

/** What the register holds, in the contract's words; ISO dates. */
export type VisaHolding = {
  readonly country: string;
  readonly class?: string;
  readonly subClass?: string;
  readonly entitlementStatus?: string;
  readonly grantDate?: string;
  readonly expiryDate?: string;
  readonly hasExpired: boolean;
  readonly noExpiry: boolean;
  readonly entitlementConditionCode?: string;
  readonly entitlementConditionDescription?: string;
  readonly holderType?: 'PRIMARY' | 'SECONDARY';
};

export type VisaAnswer =
  | { readonly outcome: 'held'; readonly visa: VisaHolding; readonly reference?: string }
  | { readonly outcome: 'none'; readonly lookupErrorCode?: string; readonly reference?: string }
  | Silent;

/** Somebody who can say whether a foreigner holds a visa. */
export type VisaProvider = Provider & {
  check(ask: VisaAsk, call: SourceCall): Promise<VisaAnswer>;
};
