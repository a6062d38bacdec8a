import type {
  IdentityAsk,
  IdentityProvider,
  IdentitySubject,
  SourceFinding,
} from '../identity-provider.ts';
import type { Provider, Silent, SourceCall } from '../source-call.ts';
import { readAnswer, type VendorAnswer } from '../vendor/vendor-answer.ts';
import { VendorFailure } from '../vendor/vendor-failure.ts';
import { IdentityAnswerMessage } from './identity-messages.ts';
import { answeredNow, askByProtocol, type ProtocolLine } from './protocol-line.ts';

type Sources = { readonly outcome: 'answered'; readonly sources: readonly SourceFinding[] };

/** What somebody who speaks the protocol can verify. */
export type Verifies = { readonly attributes: boolean; readonly documents: boolean };

/** Verifies people through the protocol: attributes at `/identity`, documents at `/documents`. */
export function httpIdentityProvider(
  line: ProtocolLine,
  { attributes: verifiesAttributes, documents: verifiesDocuments }: Verifies,
  serves: Provider['serves'],
): IdentityProvider {
  return {
    name: line.vendor.name,
    serves,
    async verify({ subject, attributes, documents }, call) {
      const asks = [
        ...(verifiesAttributes && attributes.length > 0
          ? [verify(line, { subject, attributes, documents: [] }, call)]
          : []),
        ...(verifiesDocuments && documents.length > 0
          ? [verify(line, { subject, attributes: [], documents }, call)]
          : []),
      ];
      const answers = await Promise.all(asks);
      const silent = answers.find((answer) => answer.outcome === 'silent');
      if (silent) return silent;
      return { outcome: 'answered', sources: merged(answers) };
    },
  };
}

function verify(
  line: ProtocolLine,
  { subject, attributes, documents }: IdentityAsk,
  call: SourceCall,
): Promise<Sources | Silent> {
  const isAboutDocuments = documents.length > 0;
  return askByProtocol(
    line,
    {
      path: isAboutDocuments ? '/documents' : '/identity',
      message: isAboutDocuments
        ? { subject, documents }
        : { subject: { ...subject, documents: [] }, attributes },
      read: (answer) => readSources(answer, { subject, attributes, documents }),
    },
    call,
  );
}

/** A finding about something that nobody asked about is none: it could confirm what is not there. */
function readSources(answer: VendorAnswer, asked: IdentityAsk): Sources {
  const { sources } = readAnswer(IdentityAnswerMessage, answeredNow(answer));
  const known = elementsOf(asked.subject);
  if (hasTwice(sources.map(({ source }) => source))) throw twice('a source');
  for (const { attributes, documents } of sources) {
    const about = attributes.map(({ attribute, objectId }) => `${attribute} ${objectId}`);
    if (hasTwice(about)) throw twice('an attribute');
    if (hasTwice(documents.map(({ documentId }) => documentId))) throw twice('a document');
    for (const { attribute, objectId } of attributes) {
      const isAsked = asked.attributes.includes(attribute) && known[attribute].includes(objectId);
      if (!isAsked) throw unasked('an attribute');
    }
    if (documents.some(({ documentId }) => !asked.documents.includes(documentId))) {
      throw unasked('a document');
    }
  }
  return { outcome: 'answered', sources };
}

function elementsOf({ entityId, names, births, addresses }: IdentitySubject) {
  const ids = (elements: readonly { readonly objectId: string }[]) =>
    elements.map(({ objectId }) => objectId);
  return { name: ids(names), dob: ids(births), address: ids(addresses), gender: [entityId] };
}

/** What one source says of attributes and of documents belongs together. */
function merged(answers: readonly (Sources | Silent)[]): SourceFinding[] {
  const bySource = new Map<string, SourceFinding>();
  for (const found of answers.flatMap((one) => (one.outcome === 'answered' ? one.sources : []))) {
    const other = bySource.get(found.source);
    bySource.set(found.source, {
      ...other,
      ...found,
      attributes: [...(other?.attributes ?? []), ...found.attributes],
      documents: [...(other?.documents ?? []), ...found.documents],
      ...((other?.isDeceased || found.isDeceased) && { isDeceased: true }),
      ...((other?.isCreditHeader || found.isCreditHeader) && { isCreditHeader: true }),
    });
  }
  return [...bySource.values()];
}

function hasTwice(words: readonly string[]): boolean {
  return new Set(words).size < words.length;
}

function twice(what: string): VendorFailure {
  return new VendorFailure('error', `answered about ${what} twice`);
}

function unasked(what: string): VendorFailure {
  return new VendorFailure('error', `answered about ${what} that it was not asked about`);
}
