import {
  createDocument,
  decideDocument as decideOperation,
  deleteAttachment,
  deleteDocument,
  getDocument,
  listDocuments,
  updateDocument,
} from '@probity/contract/operations/documents';
import type { TenantContext } from '../../http/caller.ts';
import { DOCUMENT_BODY_LIMIT, type Mount, mount } from '../../http/mount.ts';
import { documentsView, documentView, type Level } from '../entities/individual-view.ts';
import { processResultView } from '../results/process-result-view.ts';
import { decideDocument } from './decide-document.command.ts';
import { documentOf } from './document.ts';
import { type LaidDocument, layDocument } from './lay-document.command.ts';
import { contentsAt, readWithContents } from './read-documents.command.ts';
import { removeAttachment, removeDocument } from './remove-document.command.ts';

/** A person's documents and their files. */
export function documentRoutes(mounting: Mount<TenantContext>): void {
  const withFiles = { ...mounting, bodyLimit: DOCUMENT_BODY_LIMIT };

  mount(withFiles, createDocument, async (ctx, { parameters, query, body }) => {
    const { class: documentClass, ...document } = body.document;
    const { entityId } = parameters;
    const { comment } = body;
    const laid = await layDocument(ctx, { entityId, document, documentClass, comment });
    return { status: 201, body: await answer(ctx, laid, query.level) };
  });

  // Bare, as the contract has it: the request's id is in the header.
  mount(mounting, listDocuments, async (ctx, { parameters, query: { level } }) => {
    const { entity, contents } = await readWithContents(ctx, parameters.entityId, level);
    return { status: 200, body: documentsView(entity.individual.documents ?? {}, level, contents) };
  });

  mount(mounting, getDocument, async (ctx, { parameters, query: { level } }) => {
    const { entityId, documentId } = parameters;
    const { entity, contents } = await readWithContents(ctx, entityId, level);
    const { document } = documentOf(entity.individual.documents, documentId);
    return { status: 200, body: documentView(document, level, contents) };
  });

  mount(withFiles, updateDocument, async (ctx, { parameters, query, body }) => {
    const { entityId, documentId } = parameters;
    const document = { ...body.document, documentId };
    const laid = await layDocument(ctx, { entityId, document, comment: body.comment });
    return { status: 200, body: await answer(ctx, laid, query.level) };
  });

  mount(mounting, deleteDocument, async (ctx, { parameters }) => {
    await removeDocument(ctx, parameters);
    return { status: 200, body: { requestId: ctx.requestId, ...parameters } };
  });

  mount(mounting, deleteAttachment, async (ctx, { parameters }) => {
    await removeAttachment(ctx, parameters);
    return { status: 200, body: { requestId: ctx.requestId, ...parameters } };
  });

  mount(mounting, decideOperation, async (ctx, { parameters, body }) => {
    const decided = await decideDocument(ctx, { ...parameters, ...body, comment: body.comment });
    const processResults = decided.map(processResultView);
    return { status: 200, body: { requestId: ctx.requestId, processResults } };
  });
}

async function answer(
  ctx: TenantContext,
  { entity, document }: LaidDocument,
  level: Level,
): Promise<object> {
  const contents = await contentsAt(ctx, entity, level);
  const { entityId } = entity.individual;
  return {
    requestId: ctx.requestId,
    entity: entityId,
    document: documentView(document, level, contents),
  };
}
