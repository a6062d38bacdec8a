import type { Individual } from '@probity/contract/individual';
import type { Operation } from '@probity/contract/operation';
import { updateAndExecuteWorkflow } from '@probity/contract/operations/executions';
import {
  deleteAddress,
  deleteConsent,
  deleteDateOfBirth,
  deleteEmailAddress,
  deleteExternalReference,
  deleteName,
  deletePhoneNumber,
  listExternalReferences,
} from '@probity/contract/operations/individuals/elements';
import {
  getProfile,
  overrideRiskLevel,
  toggleMonitoring,
  updateProfile,
} from '@probity/contract/operations/profiles';
import type { TestCall } from './test-app.ts';

/** Elements of every kind that can be taken from a person, as somebody would send them. */
export const ELEMENTS = {
  alternateNames: [{ familyName: 'K', type: 'ALIAS' }],
  alternateDatesOfBirth: [{ unstructured: 'spring' }],
  addresses: [{ country: 'AUS' }],
  emailAddresses: [{ email: 'a@example.org' }],
  phoneNumbers: [{ number: '1' }],
  consents: [{ type: 'GENERAL' }],
  externalReferences: [{ name: 'crm', value: '1' }],
} as const;

/** The ids of one element of each kind, under the names that paths have for them. */
export type ElementPath = Readonly<Record<(typeof ELEMENT_IDS)[number], string>> & {
  readonly consentType: string;
};
export const ELEMENT_IDS = [
  'nameId',
  'dateOfBirthId',
  'addressId',
  'emailAddressId',
  'phoneNumberId',
  'referenceId',
] as const;

export function elementPathOf(individual: Individual): ElementPath {
  return {
    nameId: individual.alternateNames?.[0]?.nameId ?? '',
    dateOfBirthId: individual.alternateDatesOfBirth?.[0]?.dateOfBirthId ?? '',
    addressId: individual.addresses?.[0]?.addressId ?? '',
    emailAddressId: individual.emailAddresses?.[0]?.emailAddressId ?? '',
    phoneNumberId: individual.phoneNumbers?.[0]?.phoneNumberId ?? '',
    referenceId: individual.externalReferences?.[0]?.referenceId ?? '',
    consentType: 'GENERAL',
  };
}

type Request = {
  readonly operation: Operation;
  readonly isWrite: boolean;
  readonly call: (path: Readonly<Record<string, string>>) => TestCall;
};

/** A valid request of every operation on single elements; the path names person and element. */
export const ELEMENT_REQUESTS: readonly Request[] = [
  ...[
    deleteName,
    deleteDateOfBirth,
    deleteAddress,
    deleteEmailAddress,
    deletePhoneNumber,
    deleteConsent,
    deleteExternalReference,
  ].map((operation) => ({
    operation,
    isWrite: true,
    call: (path: Readonly<Record<string, string>>) => ({ path }),
  })),
  { operation: listExternalReferences, isWrite: false, call: (path) => ({ path }) },
];

/** A valid request of every operation on a person within a service. */
export const PROFILE_REQUESTS: readonly Request[] = [
  { operation: getProfile, isWrite: false, call: (path) => ({ path }) },
  {
    operation: updateProfile,
    isWrite: true,
    call: (path) => ({
      path,
      body: {
        serviceProfile: {
          assignee: 'a@example.org',
          reviewer: '',
          currentWorkflowName: 'AML-Screening',
          state: 'ARCHIVED',
        },
        comment: { text: 'x' },
      },
    }),
  },
  {
    operation: overrideRiskLevel,
    isWrite: true,
    call: (path) => ({ path, body: { riskLevel: 'HIGH', comment: { text: 'x' } } }),
  },
  {
    operation: toggleMonitoring,
    isWrite: true,
    call: (path) => ({
      path,
      query: { enabled: 'true', monitoringTypes: 'AML' },
      body: { comment: { text: 'x' } },
    }),
  },
  {
    operation: updateAndExecuteWorkflow,
    isWrite: true,
    call: (path) => ({
      path,
      query: { level: 'id' },
      body: { individual: { nationality: 'FRA' }, comment: { text: 'x' } },
    }),
  },
];
