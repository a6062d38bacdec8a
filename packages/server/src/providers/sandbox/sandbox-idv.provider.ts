import { createHash } from 'node:crypto';
import type { IdvReading, IdvSubject } from '../../features/idv/idv-session.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { IdvAnswer, IdvComponent, IdvElement, IdvProvider } from '../idv-provider.ts';
import type { Silent, SourceCall } from '../source-call.ts';
import { isSame, personaOf } from './personas.ts';
import { INVENTED, playSilence, refusal, SANDBOX_NAME, scriptOf } from './script.ts';

type Play = 'clear' | 'suspected' | 'rejected' | 'document-only';

/** What a session is to come to stands in its id: it can be asked for at any node. */
const SESSION =
  /^sandbox~(clear|suspected|rejected|document-only)~(\d{1,15})~([a-z]*)~[0-9a-f]{32}$/;
const TOKEN_LASTS_MS = 60 * 60_000;

/** Checks no document and no face: it plays what the names ask for. */
export function sandboxIdvProvider(now: Clock): IdvProvider {
  return {
    name: SANDBOX_NAME,
    serves: ({ isSandbox }) => isSandbox,
    async start(subject, call) {
      const script = scriptOf(subject.name?.middle);
      const silent = await playSilence({ ...script, seconds: 0 }, call);
      if (silent) return silent;
      const at = now().getTime();
      const readyAt = script.seconds === 0 ? 0 : at + script.seconds * 1000;
      const persona = isPersona(subject) ? (subject.name?.family ?? '').toLowerCase() : '';
      const unique = createHash('sha256').update(call.idempotencyKey).digest('hex').slice(0, 32);
      const sessionId = `sandbox~${playOf(subject)}~${readyAt}~${persona}~${unique}`;
      return {
        outcome: 'started',
        sessionId,
        token: `sandbox-${unique}`,
        tokenExpiry: new Date(at + TOKEN_LASTS_MS).toISOString(),
        vendorParameters: { note: INVENTED },
      };
    },
    submit: async (sessionId, _images, call) => resultOf(sessionId, call, now),
    result: async (sessionId, call) => resultOf(sessionId, call, now),
    readCallback: () => ({ outcome: 'not-understood' }),
  };
}

/** Who asks for nothing and is nobody known is for a person to look at. */
function playOf(subject: IdvSubject): Play {
  const { verdict, idv, isDeceased } = scriptOf(subject.name?.middle);
  if (idv === 'idvreject' || verdict === 'failall' || verdict === 'nomatch') return 'rejected';
  if (idv === 'idvsuspect') return 'suspected';
  if (verdict === 'failnonid') return 'document-only';
  if (verdict !== undefined || isDeceased || isPersona(subject)) return 'clear';
  return 'suspected';
}

function isPersona({ name, birth }: IdvSubject): boolean {
  const persona = personaOf(name?.family);
  return (
    persona !== undefined &&
    isSame(name?.given, persona.given) &&
    isSame(scriptOf(name?.middle).rest, persona.middle) &&
    birth === persona.birth
  );
}

function resultOf(sessionId: string, call: SourceCall, now: Clock): IdvAnswer {
  if (!call.isSandbox) return refusal();
  call.signal.throwIfAborted();
  const [, play, readyAt, family] = SESSION.exec(sessionId) ?? [];
  if (!isPlay(play)) return unknownSession();
  if (now().getTime() < Number(readyAt)) return { outcome: 'pending', status: 'CHECK_PROCESSING' };
  const reading = readingOf(family);
  return { outcome: 'answered', components: componentsOf(play), ...(reading && { reading }) };
}

function isPlay(play: string | undefined): play is Play {
  return play !== undefined;
}

function unknownSession(): Silent {
  return { outcome: 'silent', because: 'error', detail: `${SANDBOX_NAME} has no such session` };
}

const ELEMENTS: Readonly<Record<IdvComponent['kind'], readonly string[]>> = {
  document: ['visual_authenticity', 'image_integrity', 'data_validation'],
  'face-comparison': ['face'],
  liveness: ['face'],
  ocr: ['name', 'dob'],
};

function componentsOf(play: Play): IdvComponent[] {
  return (['document', 'face-comparison', 'liveness', 'ocr'] as const).map((kind) => {
    const verdict = verdictOn(kind, play);
    const element = (originalName: string): IdvElement => ({
      originalName,
      resultNormalized: verdict,
      description: INVENTED,
    });
    return {
      kind,
      result: WORDS[verdict],
      outcomeRaw: `sandbox: ${verdict}`,
      elements: Object.fromEntries(ELEMENTS[kind].map((name) => [name, element(name)])),
    };
  });
}

const WORDS = { clear: 'CLEAR', suspected: 'SUSPECTED', rejected: 'REJECTED' } as const;

function verdictOn(kind: IdvComponent['kind'], play: Play): keyof typeof WORDS {
  if (play !== 'document-only') return play;
  return kind === 'document' || kind === 'ocr' ? 'clear' : 'rejected';
}

function readingOf(family: string | undefined): IdvReading | undefined {
  const persona = family ? personaOf(family) : undefined;
  if (!persona) return undefined;
  const { type, country, primaryIdentifier, expiresOn } = persona.document;
  return {
    documentType: type,
    country,
    ...(primaryIdentifier && { primaryIdentifier }),
    ...(expiresOn && { expiresOn }),
    given: persona.given,
    family: persona.family,
    birth: persona.birth,
  };
}
