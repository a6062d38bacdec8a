import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may call: a tenant with its `api_key`, the operator of this installation with the operator
 * key, or anyone who reaches the port.
 */
export type Access = 'tenant' | 'operator' | 'public';

/**
 * One operation on the wire, said once: the server routes and checks by it, the OpenAPI document
 * is printed from it and the typed client calls through it.
 */
export type Operation<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> = {
  readonly operationId: string;
  readonly method: Method;
  /** With parameters in braces: `/v2/individuals/{entityId}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** The room it belongs to, in the reference page: `Individuals`, `Workflows` … */
  readonly tag: string;
  readonly access: Access;
  readonly parameters: Path;
  readonly query: Query;
  readonly body: Body;
  /** `none` takes no body, `optional` treats an absent one as `{}`. */
  readonly bodyPresence: 'none' | 'optional' | 'required' | 'files';
  /** Whether `X-Frankie-Background: 1` is honoured. */
  readonly background: boolean;
  /** The schema of each successful answer by status; the first is the usual one. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Error statuses that this operation documents, all with the contract's error body. */
  readonly errors: readonly number[];
};
