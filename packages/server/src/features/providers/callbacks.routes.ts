import type { FastifyInstance, FastifyRequest } from 'fastify';
import { NotAuthenticated } from '../../http/caller.ts';
import { send } from '../../http/mount.ts';
import { InvalidRequest } from '../../kernel/domain-error.ts';

/** A message as it came. */
export type CallbackReceived = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
};

/** Which session, and which message: another never has the same id. */
export type CallbackAbout = { readonly sessionId: string; readonly messageId: string };

/** What a provider's message says, once its signature has been checked. */
export type CallbackRead =
  | ({ readonly outcome: 'about' } & CallbackAbout)
  | { readonly outcome: 'bad-signature' }
  | { readonly outcome: 'not-understood' };

export type CallbackTools = {
  /** Undefined where there is no such provider. */
  read(provider: string, message: CallbackReceived): CallbackRead | undefined;
  /**
   * A session may have a result now. Resolves when that is kept; a message that came before changes
   * nothing. Where it throws, the provider hears so and calls again.
   */
  onCallback(provider: string, about: CallbackAbout): Promise<unknown>;
};

const LARGEST_BYTES = 256 * 1024;

/**
 * Where providers call back: `POST /callbacks/{providerName}`. Nothing is believed but that a session
 * of the provider's may be asked about again.
 */
export function callbackRoutes(app: FastifyInstance, tools: CallbackTools): void {
  app.register(async (scope) => {
    // Signatures are over the bytes as they were sent.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    scope.post<{ Params: { providerName: string } }>(
      '/callbacks/:providerName',
      { bodyLimit: LARGEST_BYTES },
      async (request, reply) => {
        const provider = request.params.providerName;
        const read = tools.read(provider, received(request));
        // Who guesses names learns nothing.
        if (!read || read.outcome === 'bad-signature') {
          throw new NotAuthenticated('AUTH-0002', 'The signature is not valid');
        }
        if (read.outcome === 'not-understood') {
          throw new InvalidRequest([{ issue: 'Must name a session', issueLocation: 'body' }]);
        }
        const { sessionId, messageId } = read;
        await tools.onCallback(provider, { sessionId, messageId });
        return send(reply, { status: 200, body: { requestId: request.id } });
      },
    );
  });
}

function received({ headers, body }: FastifyRequest): CallbackReceived {
  const single = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return {
    headers: Object.fromEntries(single),
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  };
}
