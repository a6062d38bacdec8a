import type { FraudFinding } from '../fraud-provider.ts';

/** How risky something is, and what says so. */
export type Signs = Pick<FraudFinding, 'riskLevel' | 'indicators'>;
