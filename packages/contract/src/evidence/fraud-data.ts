import { z } from 'zod';
import { RiskLevel } from '../risk.ts';
import { named } from '../wire/named.ts';
import { Device, IpInformation, Session } from './device.ts';

const line = z.string().optional();

const Reference = named(
  'Result-Reference',
  'Where the provider keeps its answer.',
  z.object({ name: line, type: z.enum(['URL', 'REFERENCE']).optional(), reference: line }),
);

const Indicator = named(
  'Supplementary-Data-Activity-Result-Detail-Indicator',
  'One indication, and the rules it comes from.',
  z.object({
    indicatorId: line,
    name: line,
    value: line,
    score: line,
    rules: z
      .array(
        named(
          'Supplementary-Data-Activity-Result-Detail-Rule',
          'A rule that gave an indication.',
          z.object({
            ruleId: line,
            reference: line,
            name: line,
            description: line,
            isActive: z.boolean().optional(),
          }),
        ),
      )
      .optional(),
  }),
);

const ActivityResult = named(
  'Supplementary-Data-Activity-Result-Detail',
  'What was found about one activity.',
  z.object({
    activityId: line,
    evaluationId: line,
    activityResultId: line,
    reference: Reference.optional(),
    indicators: z.array(Indicator).optional(),
  }),
);

const activity = { riskLevel: line, activityResults: z.array(ActivityResult).optional() };

export const ActivityAmlData = named(
  'Supplementary-Data-Activity-AML',
  'Activity that may launder money.',
  z.object({ type: z.literal('ACTIVITY_AML'), ...activity }),
);

export const ActivityFraudData = named(
  'Supplementary-Data-Activity-Fraud',
  'Activity that may be fraud.',
  z.object({ type: z.literal('ACTIVITY_FRAUD'), ...activity }),
);

export const ActivityDeviceData = named(
  'Supplementary-Data-Activity-Device',
  'Activity from a device that is not trusted.',
  z.object({ type: z.literal('ACTIVITY_DEVICE'), ...activity }),
);

const evaluated = {
  riskLevel: RiskLevel.optional(),
  reference: Reference.optional(),
  indicators: z.array(Indicator).optional(),
};

export const FraudDeviceData = named(
  'Supplementary-Data-Fraud-Device',
  'How risky a device is.',
  z.object({
    type: z.literal('FRAUD_DEVICE'),
    ...evaluated,
    device: Device.optional(),
    session: Session.optional(),
  }),
);

export const FraudEmailAddressData = named(
  'Supplementary-Data-Fraud-Email-Address',
  'How risky an e-mail address is.',
  z.object({ type: z.literal('FRAUD_EMAIL_ADDRESS'), ...evaluated, emailAddressId: line }),
);

export const FraudIpAddressData = named(
  'Supplementary-Data-Fraud-IP-Address',
  'How risky an IP address is.',
  z.object({
    type: z.literal('FRAUD_IP_ADDRESS'),
    ...evaluated,
    deviceId: line,
    ipAddressInformation: IpInformation.optional(),
    session: Session.optional(),
  }),
);

export const FraudPhoneNumberData = named(
  'Supplementary-Data-Fraud-Phone-Number',
  'How risky a telephone number is.',
  z.object({ type: z.literal('FRAUD_PHONE_NUMBER'), ...evaluated, phoneNumberId: line }),
);
