import mailchecker from 'mailchecker';
import type { FraudIndicator } from '../fraud-provider.ts';
import type { Signs } from './signs.ts';

/** Names that no mail can be delivered to (RFC 2606, RFC 6761). */
const RESERVED = /(^|\.)(test|invalid|localhost|local|example|example\.(com|net|org))$/;

/** What an e-mail address says of itself: whether its domain is a throw-away one, or none at all. */
export function emailSigns(email: string): Signs {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  const disposable = disposableIn(domain);
  const indicators: FraudIndicator[] = [];
  if (disposable !== undefined) {
    indicators.push({
      name: 'disposable_domain',
      value: 'true',
      because: 'The domain is one that gives out throw-away addresses',
    });
  }
  if (RESERVED.test(domain)) {
    indicators.push({
      name: 'reserved_domain',
      value: 'true',
      because: 'The domain is reserved: no mail can be delivered to it',
    });
  }
  return { riskLevel: indicators.length > 0 ? 'HIGH' : 'LOW', indicators };
}

/** Throw-away domains hand out subdomains too. */
function disposableIn(domain: string): string | undefined {
  const known = mailchecker.blacklist();
  const labels = domain.split('.');
  const suffixes = labels.slice(0, -1).map((_, at) => labels.slice(at).join('.'));
  return suffixes.find((suffix) => known.has(suffix));
}
