import ipaddr from 'ipaddr.js';
import type { Signs } from './signs.ts';

/** What an IP address says of itself: whether anybody on the internet can have it. */
export function ipSigns(address: string): Signs {
  if (!ipaddr.isValid(address) || /^\d+$/.test(address)) {
    const because = 'It cannot be read as an IP address';
    return signs('HIGH', { name: 'unreadable_address', value: 'true', because });
  }
  const range = ipaddr.process(address).range();
  if (range === 'unicast') return { riskLevel: 'LOW', indicators: [] };
  if (range === 'private' || range === 'uniqueLocal' || range === 'carrierGradeNat') {
    const because = 'It is of a private network: whoever reported it saw no public address';
    return signs('MEDIUM', { name: 'private_range', value: range, because });
  }
  const because = 'Nobody on the internet can have this address';
  return signs('HIGH', { name: 'reserved_range', value: range, because });
}

type Sign = Signs['indicators'][number];

function signs(riskLevel: Signs['riskLevel'], sign: Sign): Signs {
  return { riskLevel, indicators: [sign] };
}
