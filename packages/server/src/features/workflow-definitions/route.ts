import { DomainError } from '../../kernel/domain-error.ts';

/** A published workflow in which a run that began in another goes on. */
export type Route = {
  readonly workflowId: string;
  readonly workflowName: string;
  readonly workflowKey: string;
  /** The version that was in force when the branch was taken; the run keeps it. */
  readonly version: number;
};

/** How often a run may go on elsewhere: more is a mistake in the definitions. */
export const MOST_ROUTES = 5;

/** Why a run cannot go on where a branch leads. */
export class RouteRefused extends DomainError {
  readonly kind = 'not-executable';
  readonly code = 'VAL-0422';

  constructor(because: string) {
    super(because, [{ issue: because, issueLocation: 'workflow' }]);
  }
}
