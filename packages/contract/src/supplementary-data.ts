import { z } from 'zod';
import { AmlData } from './evidence/aml-data.ts';
import { DuplicateData, MatchlistData } from './evidence/counterpart-data.ts';
import {
  ActivityAmlData,
  ActivityDeviceData,
  ActivityFraudData,
  FraudDeviceData,
  FraudEmailAddressData,
  FraudIpAddressData,
  FraudPhoneNumberData,
} from './evidence/fraud-data.ts';
import {
  IdvDocumentData,
  IdvFacialComparisonData,
  IdvFacialLivenessData,
  IdvOcrComparisonData,
  IdvOcrData,
} from './evidence/idv-data.ts';
import {
  IdData,
  KycAddressData,
  KycDateOfBirthData,
  KycGenderData,
  KycNameData,
  NameValidationData,
  OrganizationData,
  VisaData,
} from './evidence/kyc-data.ts';
import { named } from './wire/named.ts';

export const SupplementaryData = named(
  'Supplementary-Data',
  'The evidence itself; its shape depends on its type.',
  z.discriminatedUnion('type', [
    AmlData,
    KycAddressData,
    KycDateOfBirthData,
    KycGenderData,
    KycNameData,
    IdData,
    VisaData,
    NameValidationData,
    OrganizationData,
    DuplicateData,
    IdvDocumentData,
    IdvFacialComparisonData,
    IdvFacialLivenessData,
    IdvOcrData,
    IdvOcrComparisonData,
    MatchlistData,
    ActivityAmlData,
    ActivityFraudData,
    ActivityDeviceData,
    FraudDeviceData,
    FraudEmailAddressData,
    FraudIpAddressData,
    FraudPhoneNumberData,
  ]),
);
export type SupplementaryData = z.infer<typeof SupplementaryData>;
