import type { IdvSession } from '../../features/idv/idv-session.ts';
import type { IdvAnswer, IdvProvider } from '../idv-provider.ts';
import type { Provider } from '../source-call.ts';
import { readAnswer, type VendorAnswer } from '../vendor/vendor-answer.ts';
import {
  CallbackMessage,
  IdvPendingMessage,
  IdvReportMessage,
  IdvStartedMessage,
} from './idv-messages.ts';
import { signedId } from './message-signature.ts';
import { answeredNow, askByProtocol, type ProtocolLine } from './protocol-line.ts';

/** Checks documents and faces through the protocol, at once or with a callback. */
export function httpIdvProvider(line: ProtocolLine, serves: Provider['serves']): IdvProvider {
  return {
    name: line.vendor.name,
    serves,
    start: (subject, call) =>
      askByProtocol(line, { path: '/idv/start', message: { subject }, read: readSession }, call),
    submit: (sessionId, images, call) => {
      const sent = images.map(({ bytes, ...image }) => ({
        ...image,
        data: bytes.toString('base64'),
      }));
      const message = { sessionId, images: sent };
      return askByProtocol(line, { path: '/idv/submit', message, read: readReport }, call);
    },
    result: (sessionId, call) =>
      askByProtocol(line, { path: '/idv/result', message: { sessionId }, read: readReport }, call),
    readCallback({ headers, body }) {
      const messageId = signedId(line.secret, { headers, body }, line.now());
      if (messageId === undefined) return { outcome: 'bad-signature' };
      try {
        const { sessionId } = readAnswer(CallbackMessage, { status: 200, body });
        return { outcome: 'about', sessionId, messageId };
      } catch {
        return { outcome: 'not-understood' };
      }
    },
  };
}

function readSession(answer: VendorAnswer): IdvSession {
  return { outcome: 'started', ...readAnswer(IdvStartedMessage, answeredNow(answer)) };
}

function readReport(answer: VendorAnswer): IdvAnswer {
  if (answer.status === 202) {
    return { outcome: 'pending', status: readAnswer(IdvPendingMessage, answer).status };
  }
  return { outcome: 'answered', ...readAnswer(IdvReportMessage, answer) };
}
