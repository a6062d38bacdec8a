import type { FraudProvider, FraudSubject } from '../fraud-provider.ts';
import { deviceSigns } from './device-signs.ts';
import { emailSigns } from './email-signs.ts';
import { ipSigns } from './ip-signs.ts';
import { phoneSigns } from './phone-signs.ts';
import type { Signs } from './signs.ts';

/** What can be told from the things themselves: data comes with packages, and nobody is asked. */
export const localFraudProvider: FraudProvider = {
  name: 'probity',
  kinds: ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'DEVICE', 'IP_ADDRESS'],
  serves: () => true,
  async assess(subjects) {
    const findings = subjects.map((subject) => ({
      objectId: subject.objectId,
      kind: subject.kind,
      ...signsOf(subject),
    }));
    return { outcome: 'answered', findings };
  },
};

function signsOf(subject: FraudSubject): Signs {
  switch (subject.kind) {
    case 'EMAIL_ADDRESS':
      return emailSigns(subject.email);
    case 'PHONE_NUMBER':
      return phoneSigns(subject.number, subject.country);
    case 'DEVICE':
      return deviceSigns(subject.device);
    case 'IP_ADDRESS':
      return ipSigns(subject.address);
  }
}
