/** Who calls, and where. A tenant needs `apiKey` and `customerId`, the operator `operatorKey`. */
export type ClientOptions = {
  /** Of the server, such as `http://127.0.0.1:8080`; a path in it is kept. */
  readonly url: string;
  readonly apiKey?: string | undefined;
  readonly customerId?: string | undefined;
  readonly customerChildId?: string | undefined;
  readonly operatorKey?: string | undefined;
  /** Named in the audit trail. */
  readonly username?: string | undefined;
  /** Through what the calls come: `api`, `portal` … */
  readonly channel?: string | undefined;
  /** In place of the platform's own. */
  readonly fetch?: typeof fetch | undefined;
};
