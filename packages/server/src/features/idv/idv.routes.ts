import {
  checkIDVStatus,
  getIDVToken,
  initBiometrics,
  processIDVOCR,
} from '@probity/contract/operations/idv/captures';
import type { TenantContext } from '../../http/caller.ts';
import { DOCUMENT_BODY_LIMIT, type Mount, mount } from '../../http/mount.ts';
import { individualView } from '../entities/individual-view.ts';
import { processResultView } from '../results/process-result-view.ts';
import { beginCapture } from './begin-capture.command.ts';
import type { IdvDesk } from './idv-desk.ts';
import { checkCapture, processCapture } from './process-capture.command.ts';
import { readImage } from './read-image.command.ts';

/** Captures of document and face: begin one, read a document, have it checked, ask how it stands. */
export function idvRoutes(mounting: Mount<TenantContext>, desk: IdvDesk): void {
  const withFiles = { ...mounting, bodyLimit: DOCUMENT_BODY_LIMIT };

  mount(mounting, getIDVToken, async (ctx, { parameters, body }) => {
    const { idvCheckId, session } = await beginCapture(ctx, desk, { ...body, ...parameters });
    const { provider, token, tokenExpiry, url, vendorParameters, country, documentType } = session;
    return {
      status: 200,
      body: {
        requestId: ctx.requestId,
        applicantId: idvCheckId,
        provider,
        token,
        tokenExpiry,
        smsSent: false,
        vendorParameters: { ...vendorParameters, ...(url && { url }) },
        ...(country && { country }),
        ...(documentType && { documentType }),
      },
    };
  });

  mount(withFiles, processIDVOCR, async (ctx, { parameters, body }) => {
    const { status, entity, ocrResult } = await readImage(ctx, desk, { ...body, ...parameters });
    return {
      status: 200,
      body: {
        requestId: ctx.requestId,
        status,
        individual: individualView(entity.individual, 'meta'),
        ...(ocrResult && { ocrResult: processResultView(ocrResult) }),
      },
    };
  });

  mount(mounting, initBiometrics, async (ctx, { parameters, body }) => {
    const processed = await processCapture(ctx, desk, { ...body, ...parameters });
    return { status: 200, body: { requestId: ctx.requestId, ...processed } };
  });

  mount(mounting, checkIDVStatus, async (ctx, { parameters, body }) => {
    const status = await checkCapture(ctx, desk, { ...body, ...parameters });
    return { status: 200, body: { requestId: ctx.requestId, status } };
  });
}
