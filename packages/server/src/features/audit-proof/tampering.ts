/**
 * What is wrong with the audit. `altered` is not what the server wrote, whether it was changed or put there
 * by somebody else; `inserted` stands where another stands already, or beyond the end; `moved` was written at
 * another place, or of another chain; `removed` is not there any more; `checkpoint` is about what was signed.
 */
export type TamperingKind = 'altered' | 'inserted' | 'moved' | 'removed' | 'checkpoint';

/** One thing that is wrong, and with what. */
export type Tampering = {
  readonly kind: TamperingKind;
  readonly tenantId: string;
  /** The chain: of a person, or of the tenant itself, whose id it then is. */
  readonly chainId: string | null;
  /** The place of the event in its chain, or the number of the checkpoint. */
  readonly place: number | null;
  /** Of the last one, where several in a row are meant. */
  readonly toPlace?: number;
  readonly eventId?: string;
  readonly because: string;
};
