import { getHostedUrl } from '@probity/contract/operations/idv/hosted-url';
import type { TenantContext } from '../../http/caller.ts';
import { type Mount, mount } from '../../http/mount.ts';
import type { LinkTerms } from './hosted-link.ts';
import { makeHostedLink } from './make-hosted-link.command.ts';

/** Some of its publisher's samples write it so. */
const AS_IN_SAMPLES = '/v2/individuals/hostedUrl';

/** Links to the upload page. `publicUrl` is where people reach this server. */
export function hostedLinkRoutes(mounting: Mount<TenantContext>, publicUrl: () => string): void {
  for (const path of [getHostedUrl.path, AS_IN_SAMPLES]) {
    mount(mounting, { ...getHostedUrl, path }, async (ctx, { body }) => {
      const { entityId, customerRef, comment } = body;
      const terms = termsOf(body);
      const made = await makeHostedLink(ctx, { entityId, customerRef, terms, comment });
      return {
        status: 200,
        body: {
          requestId: ctx.requestId,
          status: 'URL_GENERATED',
          url: `${publicUrl()}/capture/${made.token}`,
          urlExpiry: made.expiresAt.toISOString(),
          entityId: made.entityId,
        },
      };
    });
  }
}

type Terms = {
  readonly consent?: boolean | undefined;
  readonly successRedirectURL?: string | undefined;
  readonly errorRedirectURL?: string | undefined;
  readonly applicationRef?: string | undefined;
  readonly channelRef?: string | undefined;
  readonly oneSDKFlowId?: string | undefined;
};

function termsOf(asked: Terms): LinkTerms {
  const { successRedirectURL, errorRedirectURL, applicationRef, channelRef, oneSDKFlowId } = asked;
  return {
    hasConsent: asked.consent === true,
    ...(successRedirectURL && { successUrl: successRedirectURL }),
    ...(errorRedirectURL && { errorUrl: errorRedirectURL }),
    ...(applicationRef && { applicationRef }),
    ...(channelRef && { channelRef }),
    ...(oneSDKFlowId && { flowId: oneSDKFlowId }),
  };
}
