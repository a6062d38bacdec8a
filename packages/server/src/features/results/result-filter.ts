import type { Page } from '../../kernel/page.ts';

/** Which of a person's results are asked for. Values within a field are alternatives. */
export type ResultFilter = {
  readonly serviceKey?: string | undefined;
  readonly workflowKey?: string | undefined;
  readonly workflowExecutionId?: string | undefined;
  readonly createdAtBefore?: Date | undefined;
  readonly createdAtAfter?: Date | undefined;
  readonly updatedAtBefore?: Date | undefined;
  readonly updatedAtAfter?: Date | undefined;
  readonly stepNames?: readonly string[] | undefined;
  readonly stepTypes?: readonly string[] | undefined;
  readonly objectTypes?: readonly string[] | undefined;
  readonly classes?: readonly string[] | undefined;
  readonly systemStatuses?: readonly string[] | undefined;
  readonly manualStatuses?: readonly string[] | undefined;
  readonly states?: readonly string[] | undefined;
  readonly results?: readonly string[] | undefined;
  readonly page: Page;
};
