import type { Provider, Silent, SourceCall } from './source-call.ts';

/** Something of a person that may speak of fraud; `objectId` is its element, device or session. */
export type FraudSubject =
  | { readonly kind: 'EMAIL_ADDRESS'; readonly objectId: string; readonly email: string }
  | {
      readonly kind: 'PHONE_NUMBER';
      readonly objectId: string;
      readonly number: string;
      /** ISO 3166-1 alpha-3 of the number, where the person says. */
      readonly country?: string;
    }
  | { readonly kind: 'DEVICE'; readonly objectId: string; readonly device: object }
  | { readonly kind: 'IP_ADDRESS'; readonly objectId: string; readonly address: string };

/** One sign, with a sentence for officers. */
export type FraudIndicator = {
  readonly name: string;
  readonly value: string;
  readonly because: string;
};

export type FraudFinding = {
  readonly objectId: string;
  readonly kind: FraudSubject['kind'];
  readonly riskLevel: 'LOW' | 'MEDIUM' | 'HIGH' | 'UNACCEPTABLE';
  readonly indicators: readonly FraudIndicator[];
  readonly reference?: string;
};

export type FraudAnswer =
  | { readonly outcome: 'answered'; readonly findings: readonly FraudFinding[] }
  | Silent;

/** Somebody who can say how risky an e-mail address, a telephone number, a device or an IP address is. */
export type FraudProvider = Provider & {
  readonly kinds: readonly FraudSubject['kind'][];
  /** One finding a subject of its kinds. */
  assess(subjects: readonly FraudSubject[], call: SourceCall): Promise<FraudAnswer>;
};
