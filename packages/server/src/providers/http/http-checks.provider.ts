import type { FraudAnswer, FraudProvider, FraudSubject } from '../fraud-provider.ts';
import type { LookupProvider } from '../lookup-provider.ts';
import type { Provider } from '../source-call.ts';
import { readAnswer, type VendorAnswer } from '../vendor/vendor-answer.ts';
import { VendorFailure } from '../vendor/vendor-failure.ts';
import type { VisaProvider } from '../visa-provider.ts';
import { FraudAnswerMessage, LookupAnswerMessage, VisaAnswerMessage } from './check-messages.ts';
import { answeredNow, askByProtocol, type ProtocolLine } from './protocol-line.ts';

/** Weighs signs of fraud through the protocol. */
export function httpFraudProvider(
  line: ProtocolLine,
  kinds: FraudProvider['kinds'],
  serves: Provider['serves'],
): FraudProvider {
  return {
    name: line.vendor.name,
    serves,
    kinds,
    async assess(all, call) {
      const subjects = all.filter(({ kind }) => kinds.includes(kind));
      if (subjects.length === 0) return { outcome: 'answered', findings: [] };
      const read = (answer: VendorAnswer) => readFindings(answer, subjects);
      return askByProtocol(line, { path: '/fraud', message: { subjects }, read }, call);
    },
  };
}

/** A subject without a finding has not been looked at, which is not the same as being harmless. */
function readFindings(answer: VendorAnswer, subjects: readonly FraudSubject[]): FraudAnswer {
  const { findings } = readAnswer(FraudAnswerMessage, answeredNow(answer));
  const keyOf = (one: Pick<FraudSubject, 'kind' | 'objectId'>) => `${one.kind} ${one.objectId}`;
  const asked = subjects.map(keyOf).sort().join('\n');
  if (findings.map(keyOf).sort().join('\n') !== asked) {
    throw new VendorFailure('error', 'did not give one finding for each subject');
  }
  return { outcome: 'answered', findings };
}

/** Asks for visas through the protocol. */
export function httpVisaProvider(line: ProtocolLine, serves: Provider['serves']): VisaProvider {
  const read = (answer: VendorAnswer) => readAnswer(VisaAnswerMessage, answeredNow(answer));
  return {
    name: line.vendor.name,
    serves,
    check: (ask, call) => askByProtocol(line, { path: '/visa', message: ask, read }, call),
  };
}

/** Asks anything else through the protocol. */
export function httpLookupProvider(line: ProtocolLine, serves: Provider['serves']): LookupProvider {
  const read = (answer: VendorAnswer) => ({
    outcome: 'answered' as const,
    ...readAnswer(LookupAnswerMessage, answeredNow(answer)),
  });
  return {
    name: line.vendor.name,
    serves,
    lookUp: (ask, call) => askByProtocol(line, { path: '/lookup', message: ask, read }, call),
  };
}
