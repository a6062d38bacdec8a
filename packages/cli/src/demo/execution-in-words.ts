import type { ProcessResult } from '@probity/contract/process-result';
import type { StepResult, WorkflowResult } from '@probity/contract/workflow-result';
import { DemoFailed, type Point } from './story.ts';

/** More hits than this are counted, not shown. */
const SHOWN_HITS = 5;

/** Tells how an execution ended: its ids, its statuses, its steps, and what went wrong in them. */
export function tellExecution(point: Point, execution: WorkflowResult): void {
  const { workflowStepResults: steps = [], issues = [] } = execution;
  point.fact('execution', execution.workflowExecutionId);
  point.fact('state', execution.workflowExecutionState);
  point.fact('status', execution.status);
  point.fact('result', execution.result);
  point.fact('steps', steps.map((step) => `${step.stepName} ${step.result}`).join(', '));
  if (issues.length > 0) {
    point.fact('issues', issues.map(({ category, issue }) => `${category}/${issue}`).join(', '));
  }
  for (const error of steps.flatMap((step) => step.errors ?? [])) {
    point.say(`A step says: ${error.description ?? error.code ?? 'error without words'}.`);
  }
}

/** Expects an execution that got through with that status, and says why where it did not. */
export function expectStatus(point: Point, status: string, execution: WorkflowResult): void {
  point.expect('the state of the execution', 'COMPLETED', execution.workflowExecutionState);
  point.expect('the status of the execution', status, execution.status);
}

/**
 * The screening step of an execution.
 *
 * @throws {@link DemoFailed} when there is none
 */
export function amlStepOf({ workflowStepResults: steps = [] }: WorkflowResult): StepResult {
  const step = steps.find(
    ({ stepName, summary }) => stepName === 'AML' || summary?.stepName === 'AML',
  );
  if (step) return step;
  throw new DemoFailed('The execution has no AML step.');
}

/**
 * The ids of all hits of an execution.
 *
 * @throws {@link DemoFailed} when there is none, or one without an id
 */
export function hitIdsOf(execution: WorkflowResult): string[] {
  const ids = hitsOf(execution).map(({ processResultId }) => processResultId);
  const known = ids.filter((id) => id !== undefined);
  if (known.length === 0 || known.length < ids.length) {
    throw new DemoFailed('The execution has no hit, or one without an id.');
  }
  return known;
}

/** Tells the hits of an execution: which list, which name, how strong, and why. */
export function tellHits(point: Point, execution: WorkflowResult): void {
  const hits = hitsOf(execution);
  point.fact('hits', hits.length);
  for (const hit of hits.slice(0, SHOWN_HITS)) {
    point.say(`${hitLine(hit)}`);
    for (const reason of reasonsOf(hit)) point.say(`    ${reason}`);
  }
  if (hits.length > SHOWN_HITS) point.say(`… and ${hits.length - SHOWN_HITS} more.`);
}

/** Expects one of the hits to be on that listed person, by the publisher's number. */
export function expectHitOn(point: Point, reference: string, execution: WorkflowResult): void {
  const isHit = hitsOf(execution).some((hit) => referenceOf(hit) === reference);
  point.expect(`whether listed person ${reference} is among the hits`, true, isHit);
}

function hitsOf(execution: WorkflowResult): readonly ProcessResult[] {
  return amlStepOf(execution).processResults ?? [];
}

/** The provider's reference without the list before it. */
function referenceOf({ supplementaryData }: ProcessResult): string | undefined {
  if (supplementaryData?.type !== 'AML') return undefined;
  return supplementaryData.matchData?.spReferenceId.replace(/^[^:]*:/, '');
}

function hitLine(hit: ProcessResult): string {
  const { providerResult, supplementaryData } = hit;
  const list = providerResult?.source ?? 'a list';
  if (supplementaryData?.type !== 'AML') return `hit on ${list}`;
  const { matchData, sanctionData, pepData, watchlistData, mediaData } = supplementaryData;
  const kinds = [
    sanctionData?.length ? 'sanction' : [],
    pepData?.length ? 'PEP' : [],
    watchlistData?.length ? 'watch list' : [],
    mediaData?.length ? 'adverse media' : [],
  ].flat();
  const born = matchData?.date === undefined ? '' : `, born ${matchData.date}`;
  return (
    `${matchData?.name ?? 'somebody'}, ${referenceOf(hit)} on ${list} (${kinds.join(', ')})${born}, ` +
    `strength ${matchData?.strength ?? '?'}`
  );
}

function reasonsOf({ notes = {} }: ProcessResult): string[] {
  return Object.entries(notes).map(([signal, { value }]) => `${signal}: ${String(value)}`);
}
