import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Call,
  CONTRACT_PARTS,
  fits,
  type PublishedContract,
  publishedContract,
} from './published-contract.ts';

/** Where the published contract is: beside the repository, read in place. */
const FOLDER = fileURLToPath(new URL('../../../../shared/contract/', import.meta.url));

/**
 * Whether bodies can be checked against the published contract here. Where it is absent, tests
 * that need it skip and say so; in CI that is a failure instead.
 */
export const CONTRACT_IS_PRESENT = contractIsPresent();

/** An answer as it went over the wire; `path` is the concrete one, with or without its query. */
export type ExchangedAnswer = Call & { readonly status: number; readonly body: unknown };

/** What is wrong with an answer's body by the published contract; empty when it keeps to it. */
export function checkAgainstContract({ status, body, ...call }: ExchangedAnswer): string[] {
  const [found] = contract().operationsAt(call);
  if (found) return contract().answerProblems(found, status, body);
  return isAddedSince(call) ? [] : [unknown(call)];
}

/** What is wrong with a request's body by the published contract; empty when it keeps to it. */
export function checkRequestAgainstContract({
  body,
  ...call
}: Omit<ExchangedAnswer, 'status'>): string[] {
  const [found] = contract().operationsAt(call);
  if (found) return contract().requestProblems(found, body);
  return isAddedSince(call) ? [] : [unknown(call)];
}

function contractIsPresent(): boolean {
  const missing = CONTRACT_PARTS.map((part) => join(FOLDER, `${part}.json`)).filter(
    (file) => !existsSync(file),
  );
  if (missing.length === 0) return true;
  const reason = `The published contract is not at ${missing.join(', ')}; checks against it are skipped.`;
  if (process.env.CI === 'true') throw new Error(reason);
  process.stderr.write(`${reason}\n`);
  return false;
}

let loaded: PublishedContract | undefined;

function contract(): PublishedContract {
  loaded ??= publishedContract(FOLDER);
  return loaded;
}

/** Operations of the live product that the published file does not have yet. */
const ADDED_SINCE = [
  'PATCH /v2/individuals/{entityId}/documents/{documentId}/status',
  'PATCH /v2/individuals/{entityId}/serviceprofiles/{serviceName}/workflows/{workflowName}/execute',
  'POST /v2/individuals/{entityId}/actions/idv/checkstatus',
];

function isAddedSince({ method, path }: Call): boolean {
  const segments = (path.split('?')[0] ?? '').split('/');
  return ADDED_SINCE.some((operation) => {
    const [verb = '', template = ''] = operation.split(' ');
    return verb === method && fits(template.split('/'), segments);
  });
}

function unknown({ method, path }: Call): string {
  return `${method} ${path.split('?')[0]} is not an operation of the contract`;
}
