import type { Individual } from '@probity/contract/individual';
import type { FraudSubject } from '../../providers/fraud-provider.ts';

/** Something that may speak of fraud, and what an edit of it touches. */
export type SeenSubject = { readonly subject: FraudSubject; readonly derivedFrom: string };

/**
 * What of a person can be looked at. The contract has no place for devices and IP addresses of people; they
 * are custom attributes whose type is `device` (with the contract's device as JSON) and `ip_address`.
 */
export function fraudSubjectsOf(individual: Individual): readonly SeenSubject[] {
  return [...emails(individual), ...phones(individual), ...attributes(individual)];
}

function emails({ emailAddresses = [] }: Individual): SeenSubject[] {
  return emailAddresses.flatMap(({ emailAddressId: objectId, email }) =>
    objectId && email
      ? [{ subject: { kind: 'EMAIL_ADDRESS', objectId, email }, derivedFrom: objectId }]
      : [],
  );
}

function phones({ phoneNumbers = [] }: Individual): SeenSubject[] {
  return phoneNumbers.flatMap(({ phoneNumberId: objectId, country, ...phone }) => {
    const number = phone.number ?? phone.unstructuredLongForm;
    if (!objectId || !number) return [];
    const subject = {
      kind: 'PHONE_NUMBER',
      objectId,
      number,
      ...(country && { country }),
    } as const;
    return [{ subject, derivedFrom: objectId }];
  });
}

function attributes({ customAttributes = {} }: Individual): SeenSubject[] {
  const derivedFrom = 'customAttributes';
  return Object.entries(customAttributes).flatMap(([objectId, { type, value }]): SeenSubject[] => {
    if (type.toLowerCase() === 'ip_address') {
      return [{ subject: { kind: 'IP_ADDRESS', objectId, address: value }, derivedFrom }];
    }
    if (type.toLowerCase() !== 'device') return [];
    return [{ subject: { kind: 'DEVICE', objectId, device: deviceOf(value) }, derivedFrom }];
  });
}

/** A device that cannot be read is looked at all the same: nothing is known of it. */
function deviceOf(json: string): object {
  try {
    const device: unknown = JSON.parse(json);
    return typeof device === 'object' && device !== null ? device : {};
  } catch {
    return {};
  }
}
