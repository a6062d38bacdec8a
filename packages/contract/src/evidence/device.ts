import { z } from 'zod';
import { RiskLevel } from '../risk.ts';
import { named } from '../wire/named.ts';
import { Instant } from '../wire/text.ts';

const line = z.string().optional();
const likelihood = z.enum(['LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH', 'UNKNOWN']).optional();

const Geolocation = named(
  'Geolocation',
  'Where on Earth, as far as is known.',
  z.object({
    city: line,
    country: line,
    subdivision: line,
    latitude: z.number().optional(),
    longitude: z.number().optional(),
  }),
);

export const IpInformation = named(
  'IP-Information',
  'What is known about an IP address.',
  z.object({
    v4Address: line,
    v6Address: line,
    trueAddress: line.describe('Behind a proxy or a VPN.'),
    asn: line,
    connectionType: line,
    location: Geolocation.optional(),
  }),
);

const BehaviorBiometrics = named(
  'Behavior-Biometrics',
  'How the person used the form.',
  z.object({
    hesitationPercentileLongTermMemory: z.number().optional(),
    hesitationPercentileNonLongTermMemory: z.number().optional(),
    numberDistractionEvents: z.int().optional(),
  }),
);

export const Device = named(
  'Device',
  'A device that the person used.',
  z.object({
    deviceId: line,
    sourceId: line,
    providerName: line,
    externalIdentifiers: z
      .array(z.object({ name: z.string(), value: z.string(), description: line }))
      .optional(),
    os: line,
    trueOs: line,
    firstSeenAt: Instant.optional(),
    browser: line,
    platform: line,
    model: line,
    fingerprint: line,
    fingerprintConfidence: z.number().optional(),
    riskScore: z.int().optional(),
    riskLevel: RiskLevel.optional(),
    behaviorBiometrics: BehaviorBiometrics.optional(),
    isRat: z.boolean().optional().describe('Whether it seems to be controlled from elsewhere.'),
    isSupported: z.boolean().optional(),
    isEmulated: z.boolean().optional(),
    isRooted: z.boolean().optional(),
    reputation: line,
    vpnLikelihood: likelihood,
    proxyLikelihood: likelihood,
    botLikelihood: likelihood,
    geolocation: Geolocation.optional(),
    ipAddressInformation: IpInformation.optional(),
    createdAt: Instant.optional(),
  }),
);

export const Session = named(
  'Session-Data',
  'A session of the person with a provider.',
  z.object({
    sessionId: line,
    token: line,
    providerName: line,
    entityId: line,
    createdAt: Instant.optional(),
    expiresAt: Instant.optional(),
  }),
);
