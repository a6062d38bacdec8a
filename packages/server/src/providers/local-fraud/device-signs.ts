import type { FraudIndicator } from '../fraud-provider.ts';
import type { Signs } from './signs.ts';

type Reported = {
  readonly riskLevel?: unknown;
  readonly isRat?: unknown;
  readonly isEmulated?: unknown;
  readonly isRooted?: unknown;
  readonly botLikelihood?: unknown;
  readonly proxyLikelihood?: unknown;
  readonly vpnLikelihood?: unknown;
};

type Level = Signs['riskLevel'];
const LEVELS: readonly string[] = ['LOW', 'MEDIUM', 'HIGH', 'UNACCEPTABLE'] satisfies Level[];

/** What was reported about a device, in the contract's words, weighed. */
export function deviceSigns(device: object): Signs {
  const reported: Reported = device;
  const found = SIGNS.filter(({ holds }) => holds(reported));
  const own = LEVELS.indexOf(String(reported.riskLevel));
  const worst = Math.max(0, own, ...found.map(({ level }) => LEVELS.indexOf(level)));
  const indicators: FraudIndicator[] = found.map(({ name, because }) => ({
    name,
    value: 'true',
    because,
  }));
  if (own > 0) {
    const because = 'Whoever observed the device finds it risky';
    indicators.push({ name: 'reported_risk', value: String(reported.riskLevel), because });
  }
  return { riskLevel: (LEVELS[worst] ?? 'LOW') as Level, indicators };
}

const isLikely = (likelihood: unknown) => likelihood === 'HIGH' || likelihood === 'VERY_HIGH';

const SIGNS: readonly {
  readonly name: string;
  readonly level: Level;
  readonly because: string;
  holds(device: Reported): boolean;
}[] = [
  {
    name: 'remote_control',
    level: 'HIGH',
    because: 'It seems to be controlled from elsewhere',
    holds: ({ isRat }) => isRat === true,
  },
  {
    name: 'bot',
    level: 'HIGH',
    because: 'A program seems to use it',
    holds: ({ botLikelihood }) => isLikely(botLikelihood),
  },
  {
    name: 'emulated',
    level: 'HIGH',
    because: 'It is an emulator',
    holds: ({ isEmulated }) => isEmulated === true,
  },
  {
    name: 'rooted',
    level: 'MEDIUM',
    because: 'Its protection is switched off',
    holds: ({ isRooted }) => isRooted === true,
  },
  {
    name: 'hidden_origin',
    level: 'MEDIUM',
    because: 'It hides behind a proxy or a VPN',
    holds: ({ proxyLikelihood, vpnLikelihood }) =>
      isLikely(proxyLikelihood) || isLikely(vpnLikelihood),
  },
];
