import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { expectedAnswer } from '../../http/error-answer.ts';
import { receiveForm, withForms } from '../../http/uploaded-form.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Context } from '../../kernel/context.ts';
import type { SystemDb } from '../../kernel/statement.ts';
import type { Vaults } from '../../kernel/vault.ts';
import { type FoundLink, findLink } from './hosted-link.store.ts';
import { standingOfLink, tokenHash } from './hosted-link.ts';
import { receiveCapture } from './receive-capture.command.ts';
import { LARGEST_PHOTO_MB, readForm } from './upload-form.ts';
import { formPage, messagePage, PAGE_HEADERS } from './upload-page.ts';

export type UploadPageTools = {
  readonly system: SystemDb;
  readonly vaults: Vaults;
  readonly now: Clock;
};

type Requested = FastifyRequest<{ Params: { token: string } }>;

const PATH = '/capture/:token';
const MOST_FILES = 3;
const LIMITS = { largestBytes: LARGEST_PHOTO_MB * 1024 * 1024, mostFiles: MOST_FILES };

/** The page on which a person uploads their document and face, for whoever has its link. */
export function uploadPageRoutes(app: FastifyInstance, tools: UploadPageTools): void {
  app.register(async (scope) => {
    await withForms(scope, LIMITS);
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      const expected = expectedAnswer(error, request.id);
      // A bug is logged where all bugs are.
      if (!expected) throw error;
      const text = 'Your photos did not arrive. Please go back and try again.';
      return html(reply, expected.status, messagePage('That did not work', text));
    });

    scope.get(PATH, async (request: Requested, reply) => {
      const link = await linkOf(tools, request);
      if (!link) return html(reply, 404, unknownPage());
      if (standingOfLink(link, tools.now()) !== 'open') return closed(reply, link, tools.now());
      return html(reply, 200, formPage({ ...terms(link), problems: {}, chosen: {} }));
    });

    scope.post(PATH, async (request: Requested, reply) => {
      const link = await linkOf(tools, request);
      if (!link) return html(reply, 404, unknownPage());
      if (standingOfLink(link, tools.now()) !== 'open') return closed(reply, link, tools.now());
      const form = await receiveForm(request);
      const read = readForm(form, link.terms);
      if (!read.isComplete) {
        const { problems } = read;
        return html(reply, 400, formPage({ ...terms(link), problems, chosen: form.fields }));
      }
      const kept = await receiveCapture(contextOf(tools, link, request.id), link, read.upload);
      if (kept) return received(reply, link);
      // Somebody was quicker, or time was.
      const again = await linkOf(tools, request);
      return again ? closed(reply, again, tools.now()) : html(reply, 404, unknownPage());
    });
  });
}

async function linkOf(tools: UploadPageTools, { params }: Requested) {
  const hash = tokenHash(params.token);
  return hash && findLink(tools, hash);
}

/** Whoever holds the link acts for its person, and for nobody else. */
function contextOf(
  { system, vaults, now }: UploadPageTools,
  { tenantId }: FoundLink,
  requestId: string,
): Context {
  return {
    db: system.forTenant({ own: tenantId, readable: [tenantId] }),
    vaults,
    now,
    requestId,
    actor: { channel: 'ONESDK', username: null },
  };
}

function terms({ terms: { hasConsent }, isSandbox }: FoundLink) {
  return { hasConsent, isSandbox };
}

function received(reply: FastifyReply, { terms: { successUrl } }: FoundLink): FastifyReply {
  const text = 'Your photos were received. You can close this page.';
  const next = successUrl ? { url: successUrl, label: 'Continue' } : undefined;
  return html(reply, 200, messagePage('Thank you', text, next));
}

/** A link that does not work any more: it was used, or its time is up. */
function closed(reply: FastifyReply, link: FoundLink, now: Date): FastifyReply {
  if (standingOfLink(link, now) === 'used') {
    const { successUrl: url } = link.terms;
    const text = 'Your photos were received already. There is nothing more to do here.';
    const next = url ? { url, label: 'Continue' } : undefined;
    return html(reply, 410, messagePage('Thank you', text, next));
  }
  const { errorUrl: url } = link.terms;
  const text = 'This link has expired. Please ask for another one.';
  const next = url ? { url, label: 'Go back' } : undefined;
  return html(reply, 410, messagePage('This link has expired', text, next));
}

function unknownPage(): string {
  const text = 'This link is not valid. Please open it exactly as you received it.';
  return messagePage('This link is not valid', text);
}

function html(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).headers(PAGE_HEADERS).send(text);
}
