import type { Page } from '../../kernel/page.ts';

/** Which executions of a workflow are asked for. Bounds of time are inclusive. */
export type ExecutionFilter = {
  readonly serviceKey: string;
  readonly workflowKey: string;
  readonly workflowResults?: readonly string[] | undefined;
  readonly workflowExecutionStates?: readonly string[] | undefined;
  readonly startedAtBefore?: Date | undefined;
  readonly startedAtAfter?: Date | undefined;
  readonly endedAtBefore?: Date | undefined;
  readonly endedAtAfter?: Date | undefined;
  readonly page: Page;
};
