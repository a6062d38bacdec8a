import {
  decideAmlResults,
  decideDuplicateResults,
  decideFraudResults,
  decideIdvResults,
  decideMatchlistResults,
  listResults,
} from '@probity/contract/operations/results';
import type { TenantContext } from '../../http/caller.ts';
import { type Mount, mount } from '../../http/mount.ts';
import { pageMetaOf, pageOf } from '../../kernel/page.ts';
import { keyOfName, keyOfService } from '../workflow-definitions/workflow-definition.ts';
import { type DecisionKind, decideResults } from './decide-results.command.ts';
import { processResultView } from './process-result-view.ts';
import { readResults } from './read-results.command.ts';

/** What decisions of one kind mean beyond the results. */
type Beyond = Pick<DecisionKind, 'lock' | 'consequences'>;

/** By the name of the kind of decision. */
export type BeyondResults = Readonly<Record<string, Beyond>>;

/** Process results: read them, and record what officers say of them. */
export function resultRoutes(mounting: Mount<TenantContext>, beyond: BeyondResults): void {
  mount(mounting, listResults, async (ctx, { parameters, query }) => {
    const page = pageOf(query);
    const { profileName, workflowName } = query;
    const { results, total } = await readResults(ctx, parameters.entityId, {
      ...query,
      serviceKey: profileName && keyOfService(profileName),
      workflowKey: workflowName && keyOfName(workflowName),
      page,
    });
    const processResults = results.map(processResultView);
    const meta = pageMetaOf(page, total, processResults.length);
    return { status: 200, body: { requestId: ctx.requestId, processResults, meta } };
  });

  for (const { operation, kind: plain } of DECISIONS) {
    const kind = { ...plain, ...beyond[plain.name] };
    mount(mounting, operation, async (ctx, { parameters, body }) => {
      const { entityId } = parameters;
      const { processResults: ids, manualStatus, comment } = body;
      const decided = await decideResults(ctx, kind, { entityId, ids, manualStatus, comment });
      const processResults = decided.map(processResultView);
      return { status: 200, body: { requestId: ctx.requestId, processResults } };
    });
  }
}

/** Who decides about what. */
const DECISIONS: readonly { readonly operation: DecisionOperation; readonly kind: DecisionKind }[] =
  [
    { operation: decideAmlResults, kind: { class: 'AML', name: 'AML' } },
    { operation: decideMatchlistResults, kind: { class: 'MATCHLIST', name: 'matchlist' } },
    { operation: decideDuplicateResults, kind: { class: 'DUPLICATE', name: 'duplicate' } },
    { operation: decideFraudResults, kind: { class: 'FRAUD', name: 'fraud' } },
    { operation: decideIdvResults, kind: { class: 'IDV', name: 'IDV' } },
  ];

type DecisionOperation =
  | typeof decideAmlResults
  | typeof decideMatchlistResults
  | typeof decideDuplicateResults
  | typeof decideFraudResults
  | typeof decideIdvResults;
