import type { Page } from '../../kernel/page.ts';

/** Which events are asked for. Values within a field are alternatives; bounds of time are inclusive. */
export type AuditFilter = {
  readonly entityId?: string | undefined;
  readonly workflowNames?: readonly string[] | undefined;
  readonly workflowRiskLevels?: readonly string[] | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly requestId?: string | undefined;
  readonly afterTimestamp?: Date | undefined;
  readonly beforeTimestamp?: Date | undefined;
  readonly channels?: readonly string[] | undefined;
  /** Events of this level and of those before it. */
  readonly level?: number | undefined;
  readonly page: Page;
};
