import { setTimeout as sleep } from 'node:timers/promises';
import type { Answered } from '../packages/server/test/test-server-process.ts';
import type { Ledger, Person } from './ledger.ts';
import { SERVICE, type Stage, WORKFLOW } from './stage.ts';
import type { Verdict } from './verdict.ts';

type Checking = { readonly stage: Stage; readonly ledger: Ledger; readonly verdict: Verdict };
type Get = (path: string) => Promise<Answered>;

const AT_ONCE = 8;
const TRIES = 20;
const CONCLUDED = ['PASS', 'FAIL', 'REVIEW'];

/** Asks the servers, in turn, for everything that was acknowledged. */
export async function checkAnswers(checking: Checking): Promise<void> {
  const { stage, ledger } = checking;
  const urls = stage.nodes.flatMap(({ url }) => url ?? []);
  let turn = 0;
  const get: Get = async (path) => {
    for (let tries = 1; ; tries += 1) {
      turn += 1;
      const answer = await stage
        .customer(urls[turn % urls.length] ?? '', `/v2/individuals/${path}`)
        .catch(() => null);
      if (answer && answer.status < 500) return answer;
      if (tries === TRIES)
        throw new Error(`Nobody answers ${path}: ${answer?.status ?? 'nothing'}.`);
      await sleep(500);
    }
  };
  await each(ledger.executions.keys(), (id) => checkExecution(checking, get, id));
  await each(ledger.people.values(), (person) => checkPerson(checking, get, person));
  checkOrder(checking);
  await checkLists(checking, urls[0] ?? '');
  await checkAudit(checking, urls[0] ?? '');
}

async function each<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
  });
  await Promise.all(workers);
}

async function checkExecution(
  { ledger, verdict, stage }: Checking,
  get: Get,
  id: string,
): Promise<void> {
  const known = ledger.executions.get(id);
  if (!known) return;
  const path = `${known.entityId}/serviceprofiles/${SERVICE}/workflows/${WORKFLOW}/executions/${id}`;
  const { status, body } = await get(path);
  const shown = body.workflowResult;
  if (status !== 200 || !shown) {
    verdict.lost.push(`execution ${id} is answered with ${status}`);
    return;
  }
  if (shown.workflowExecutionState !== 'COMPLETED') {
    verdict.stuck.push(`execution ${id} is ${shown.workflowExecutionState}`);
    return;
  }
  if (!CONCLUDED.includes(shown.result)) verdict.violations.push(`${id} came to ${shown.result}`);
  known.results.add(shown.result);
  if (known.results.size > 1)
    verdict.doubled.push(`${id} came to ${[...known.results].join(', ')}`);
  const word = ledger.overrides.get(id);
  if (word && shown.status !== word.status) {
    verdict.lost.push(`the override of ${id} to ${word.status}: it is ${shown.status}`);
  }
  if (shown.result === 'PASS' && !stage.provider.confirmed.has(known.entityId)) {
    verdict.violations.push(`${id} is a PASS of somebody whom no source has confirmed`);
  }
}

async function checkPerson(checking: Checking, get: Get, person: Person): Promise<void> {
  const { ledger, verdict } = checking;
  const { entityId } = person;
  const { status, body } = await get(entityId);
  if (status !== 200)
    return void verdict.lost.push(`person ${entityId} is answered with ${status}`);
  const { externalReferences = [] } = body.individual as {
    readonly externalReferences?: readonly { readonly value: string }[];
  };
  const values = externalReferences.map(({ value }) => value);
  for (const value of person.references) {
    if (!values.includes(value)) verdict.lost.push(`reference ${value} of ${entityId}`);
  }
  if (new Set(values).size < values.length) verdict.doubled.push(`a reference of ${entityId}`);
  const found = await get(`${entityId}/results?classes=AML&limit=100`);
  const results = found.body.processResults ?? [];
  const parties = results.map(({ providerResult }) => providerResult?.reference);
  if (new Set(parties).size < parties.length) verdict.doubled.push(`a hit of ${entityId}`);
  for (const { processResultId: id, manualStatus } of results) {
    const word = ledger.decisions.get(id);
    if (word && manualStatus !== word.status) {
      verdict.lost.push(`the decision ${word.status} on ${id}: it is ${manualStatus}`);
    }
  }
  for (const [id, word] of ledger.decisions) {
    const isThere = word.entityId !== entityId || results.some((one) => one.processResultId === id);
    if (!isThere) verdict.lost.push(`result ${id}, which was decided`);
  }
}

/** What was asked for after something else was promised is the later one, whatever clocks say. */
function checkOrder({ ledger, verdict }: Checking): void {
  const all = [...ledger.executions].sort(([, a], [, b]) => a.promisedAt - b.promisedAt);
  for (const [at, [later, { entityId, askedAt }]] of all.entries()) {
    for (const [earlier, before] of all.slice(0, at)) {
      const isBefore = before.entityId === entityId && before.promisedAt < askedAt;
      if (isBefore && earlier >= later) verdict.violations.push(`${later} sorts before ${earlier}`);
    }
  }
}

async function checkLists({ stage, ledger, verdict }: Checking, url: string): Promise<void> {
  const answer = await stage.operate(url, '/admin/v1/lists', {});
  const { lists } = (await answer.json()) as {
    readonly lists: readonly { readonly name: string; readonly entryCount: number }[];
  };
  for (const [name, { acknowledged, doubtful }] of ledger.lists) {
    if (acknowledged === undefined) continue;
    const entries = lists.find((list) => list.name === name)?.entryCount ?? 0;
    if (entries !== acknowledged && !doubtful.has(entries)) {
      verdict.lost.push(`list ${name} with ${acknowledged} entries: it has ${entries}`);
    }
  }
}

/** Every mark, chain and checkpoint of the audit holds, on whichever server they were made. */
async function checkAudit({ stage, verdict }: Checking, url: string): Promise<void> {
  const answer = await stage.operate(url, '/admin/v1/audit/verify', { method: 'POST' });
  const { outcome, findings = [] } = (await answer.json()) as {
    readonly outcome?: string;
    readonly findings?: readonly object[];
  };
  if (outcome === 'intact') return;
  verdict.violations.push(`the audit is ${outcome ?? `answered with ${answer.status}`}`);
  verdict.violations.push(...findings.slice(0, 20).map((finding) => JSON.stringify(finding)));
}
