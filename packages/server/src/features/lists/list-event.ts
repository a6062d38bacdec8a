import type { ListCounts } from './screening-list.ts';

/** Who had something done to a list. */
export type ListActor = {
  /** `schedule` fetches by the clock; `installation` is the server's own start. */
  readonly actor: 'operator' | 'schedule' | 'installation';
  readonly requestId?: string;
};

export const LIST_EVENT_TYPES = ['imported', 'confirmed', 'failed', 'retired', 'restored'] as const;

/** One thing that became of a list. */
export type ListEvent = ListActor & {
  readonly at: Date;
  readonly type: (typeof LIST_EVENT_TYPES)[number];
  /** The version that was in service afterwards. */
  readonly version?: number;
  readonly publishedOn?: string;
  readonly counts?: Pick<
    ListCounts,
    'entries' | 'added' | 'removed' | 'changed' | 'materiallyChanged'
  >;
  /** Why it failed, in words without anything that was sent. */
  readonly issue?: string;
};
