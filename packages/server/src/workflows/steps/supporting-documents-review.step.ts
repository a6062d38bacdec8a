import { z } from 'zod';
import { type StepFinding, stepEndOf } from '../../features/executions/step-end.ts';
import type { ProcessResult } from '../../features/results/process-result.ts';
import {
  openReviewOf,
  SUPPORTING_REVIEW,
  SUPPORTING_REVIEW_STEP,
} from '../../features/results/supporting-review.ts';
import type { StepInput, StepType } from '../step-type.ts';

/** How a workflow sets the review of supporting documents. */
const ReviewConfiguration = z.strictObject({ isMandatory: z.boolean().default(true) });
type ReviewConfiguration = z.output<typeof ReviewConfiguration>;

/** Asks what officers have said of the documents that support the case. */
export const supportingDocumentsReviewStep: StepType<ReviewConfiguration> = {
  type: SUPPORTING_REVIEW_STEP,
  description: 'Passes when an officer has approved a supporting document.',
  timeoutMs: 10_000,
  maxAttempts: 3,
  configuration: ReviewConfiguration,

  explain({ isMandatory }) {
    return [
      'Passes when an officer has approved at least one supporting document, as it is now.',
      'Ends as FAIL when all that were looked at were turned down, as INCOMPLETE while a review is to be done, and as MISSING_DATA without a document.',
      isMandatory
        ? 'Without an approved document the run does not pass.'
        : 'The step is optional: its silence is shown, but does not stop a pass.',
    ];
  },

  needs: () => ({
    data: ['a supporting document with a file, and its review'],
    consents: [],
    providers: [],
  }),

  async run(input) {
    const startedAt = input.now();
    return stepEndOf({ ...input.step, startedAt }, input.now, {
      ...(await findingOf(input)),
      isMandatory: input.configuration.isMandatory,
    });
  },
};

async function findingOf(input: StepInput<ReviewConfiguration>): Promise<StepFinding> {
  const documents = (input.individual.documents?.SUPPORTING ?? []).filter(
    ({ attachments = [] }) => attachments.length > 0,
  );
  if (documents.length === 0) return nothingToReview();
  const stored = await input.priorResults(SUPPORTING_REVIEW);
  const { run } = input;
  const opened = { entityId: run.entityId, requestId: run.requestId, at: input.now() };
  const reviews = documents.map((document) => {
    const known = stored.findLast(({ objectId }) => objectId === document.documentId);
    return { review: known ?? openReviewOf(document, opened), isNew: known === undefined };
  });
  const all = reviews.map(({ review }) => review);
  const result = resultOf(all);
  return {
    result,
    processResultIds: all.map(({ processResultId }) => processResultId),
    restsOn: [...new Set(all.flatMap(({ derivedFrom }) => derivedFrom))],
    issues: result === 'PASS' ? [] : [issueOf(result, all)],
    errors:
      result === 'INCOMPLETE'
        ? [
            {
              code: 'CHECK-0409',
              description: 'A supporting document waits for its review',
              location: 'individual.documents.SUPPORTING',
            },
          ]
        : [],
    rows: {
      process_result: reviews.flatMap(({ review, isNew }) =>
        isNew ? [input.resultRow(review)] : [],
      ),
    },
  };
}

/** One approval is enough; without one, a review that is still to be done comes before a failure. */
function resultOf(reviews: readonly ProcessResult[]): 'PASS' | 'INCOMPLETE' | 'FAIL' {
  const said = reviews.map(({ manualStatus }) => manualStatus);
  if (said.includes('APPROVED')) return 'PASS';
  return said.every((status) => status === 'REJECTED') ? 'FAIL' : 'INCOMPLETE';
}

function issueOf(result: 'INCOMPLETE' | 'FAIL', reviews: readonly ProcessResult[]) {
  return {
    category: 'DOCUMENT',
    issue: 'DATA_VALIDATION',
    severity: result === 'FAIL' ? ('CRITICAL' as const) : ('REVIEW' as const),
    processResultIds: reviews.map(({ processResultId }) => processResultId),
    isCleared: false,
  };
}

function nothingToReview(): StepFinding {
  return {
    result: 'MISSING_DATA',
    errors: [
      {
        code: 'VAL-0400',
        description: 'There is no supporting document with a file',
        location: 'individual.documents.SUPPORTING',
      },
    ],
    issues: [
      {
        category: 'DOCUMENT',
        issue: 'NOT_FOUND',
        severity: 'REVIEW',
        processResultIds: [],
        isCleared: false,
      },
    ],
  };
}
