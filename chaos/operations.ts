import { randomBytes, randomInt } from 'node:crypto';
import type { Answered, Sent } from '../packages/server/test/test-server-process.ts';
import type { Ledger, Person } from './ledger.ts';
import { SERVICE, WORKFLOW } from './stage.ts';

/** One caller's way to the servers: `send` throws where no whole answer came. */
export type Line = {
  readonly ledger: Ledger;
  /** As the customer; the path follows `/v2/individuals/`. */
  send(path: string, sent?: Sent): Promise<Answered>;
  /** As the operator: puts a list in service. */
  importList(name: string, csv: string): Promise<Response>;
};

type Operation = (line: Line) => Promise<void>;

const COURSE = `serviceprofiles/${SERVICE}/workflows/${WORKFLOW}`;
const BACKGROUND = { 'X-Frankie-Background': '1' };
const DECISIONS = ['FALSE_POSITIVE', 'TRUE_POSITIVE_ACCEPT', 'TRUE_POSITIVE_REJECT'] as const;
const LISTS = ['chaos-one', 'chaos-two'] as const;
const LIST_HEADER = 'reference,kind,listing,name,aliases,births,nationalities,programmes,remarks';
const FEWEST_ENTRIES = 100;
const MOST_REFERENCES = 6;
/** An officer whose word got no answer says it again, a few times. */
const MOST_TRIES = 4;

/** What callers do, and how often of a hundred. */
const OPERATIONS: readonly (readonly [weight: number, operation: Operation])[] = [
  [28, createAndExecute],
  [20, execute],
  [6, create],
  [14, decide],
  [8, override],
  [12, edit],
  [2, importSomeList],
  [10, read],
];

/** One operation, by lot; throws where no answer came. */
export async function doSomething(line: Line): Promise<void> {
  let lot = randomInt(OPERATIONS.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, operation] of OPERATIONS) {
    lot -= weight;
    if (lot < 0) return operation(line);
  }
}

function somebodyNew(isListed: boolean) {
  const own = randomBytes(6)
    .toString('hex')
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'[+digit] ?? 'q');
  const name = isListed
    ? { givenName: 'Ilyara', familyName: 'Thornquill' }
    : { givenName: own.slice(0, 6), familyName: own.slice(6) };
  return {
    name,
    ...(!isListed && { dateOfBirth: { year: '1985', month: '07', day: `${1 + randomInt(28)}` } }),
    addresses: [
      { type: 'RESIDENTIAL', streetNumber: '1', streetName: own, locality: own, country: 'AUS' },
    ],
    emailAddresses: [{ email: `${own}@example.org` }],
    consents: [{ type: 'GENERAL' }],
  };
}

const inBackground = () => (randomInt(2) === 0 ? BACKGROUND : {});

async function create({ ledger, send }: Line): Promise<void> {
  const isListed = randomInt(3) === 0;
  const { status, body } = await send('', {
    method: 'POST',
    body: { individual: somebodyNew(isListed) },
  });
  const entityId = body.individual?.entityId;
  if (status < 300 && entityId) ledger.keepPerson(entityId, isListed);
}

async function createAndExecute({ ledger, send }: Line): Promise<void> {
  const isListed = randomInt(3) === 0;
  const askedAt = performance.now();
  const answer = await send(`new/${COURSE}/execute`, {
    method: 'POST',
    body: { individual: somebodyNew(isListed) },
    headers: inBackground(),
  });
  const entityId = answer.body.entityId ?? answer.body.individual?.entityId;
  if (answer.status >= 300 || !entityId) return;
  ledger.keepPerson(entityId, isListed);
  note(ledger, answer, { entityId, askedAt });
}

async function execute({ ledger, send }: Line): Promise<void> {
  const person = ledger.somebody();
  if (!person) return;
  const { entityId } = person;
  const askedAt = performance.now();
  const sent = { method: 'POST', headers: inBackground() };
  note(ledger, await send(`${entityId}/${COURSE}/execute`, sent), { entityId, askedAt });
}

type Asked = { readonly entityId: string; readonly askedAt: number };

function note(ledger: Ledger, { status, body }: Answered, { entityId, askedAt }: Asked): void {
  const id = body.workflowExecutionId ?? body.workflowResult?.workflowExecutionId;
  if (status >= 300) return;
  if (!id)
    return void ledger.violations.push(`An execution was answered with ${status} and no id.`);
  ledger.keepExecution(id, entityId, askedAt);
  ledger.keepResult(id, body.workflowResult?.result);
}

/** An officer decides about all hits of a person, and insists until somebody has heard it. */
async function decide({ ledger, send }: Line): Promise<void> {
  const listed = [...ledger.people.values()].filter(({ isListed }) => isListed);
  const entityId = ledger.unspoken(listed.map((person) => person.entityId));
  if (!entityId) return;
  const { body } = await send(`${entityId}/results?classes=AML&limit=100`);
  const ids = (body.processResults ?? []).map(({ processResultId }) => processResultId);
  if (ids.length === 0) return;
  const manualStatus = DECISIONS[randomInt(DECISIONS.length)] ?? DECISIONS[0];
  const said = { processResults: ids, manualStatus, comment: { text: 'decided' } };
  const answer = await insist(() =>
    send(`${entityId}/results/aml`, { method: 'PATCH', body: said }),
  );
  if (answer?.status !== 200) return;
  for (const id of ids) ledger.decisions.set(id, { entityId, status: manualStatus });
}

async function insist(say: () => Promise<Answered>): Promise<Answered | null> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    const answer = await say().catch(() => null);
    if (answer && answer.status < 500) return answer;
  }
  return null;
}

async function override({ ledger, send }: Line): Promise<void> {
  const done = [...ledger.executions].filter(([, { results }]) => results.size > 0);
  const id = ledger.unspoken(done.map(([one]) => one));
  const entityId = id === undefined ? undefined : ledger.executions.get(id)?.entityId;
  if (!id || !entityId) return;
  const status = randomInt(2) === 0 ? 'PASS' : 'FAIL';
  const body = { status, comment: { text: 'overridden' } };
  const answer = await send(`${entityId}/${COURSE}/executions/${id}`, { method: 'PATCH', body });
  if (answer.status === 200) ledger.overrides.set(id, { entityId, status });
}

/** Adds a reference that is like no other: it has to be there in the end, once. */
async function edit({ ledger, send }: Line): Promise<void> {
  const isOpen = ({ references, doubtful }: Person) =>
    references.size + doubtful.size < MOST_REFERENCES;
  const person = ledger.somebody(isOpen);
  if (!person) return;
  const value = randomBytes(8).toString('hex');
  person.doubtful.add(value);
  const answer = await send(person.entityId, {
    method: 'PATCH',
    body: {
      individual: { externalReferences: [{ name: 'chaos', value, type: 'CUSTOMER' }] },
      comment: { text: 'edited' },
    },
  });
  if (answer.status !== 200) return;
  person.doubtful.delete(value);
  person.references.add(value);
}

/** One importer at a time for each list, so that the last of its versions is known. */
const importing = new Set<string>();

async function importSomeList({ ledger, importList }: Line): Promise<void> {
  const name = LISTS[randomInt(LISTS.length)] ?? LISTS[0];
  if (importing.has(name)) return;
  importing.add(name);
  try {
    const promise = ledger.lists.get(name) ?? { acknowledged: undefined, doubtful: new Set() };
    ledger.lists.set(name, promise);
    versions += 1;
    const entries = FEWEST_ENTRIES + versions;
    promise.doubtful.add(entries);
    const { ok } = await importList(name, listOf(entries));
    if (!ok) return;
    promise.acknowledged = entries;
    promise.doubtful.delete(entries);
  } finally {
    importing.delete(name);
  }
}

let versions = 0;

/** So many people whom nobody is called like. */
function listOf(entries: number): string {
  const rows = Array.from({ length: entries }, (_, at) => {
    const word = randomBytes(6)
      .toString('base64url')
      .replaceAll(/[^a-zA-Z]/g, 'x');
    return `C-${at},person,PEP,Qx${word} Zw${word},,1950-01-01,,,`;
  });
  return [LIST_HEADER, ...rows, ''].join('\n');
}

/** What was acknowledged can be read at once, on whichever server. */
async function read({ ledger, send }: Line): Promise<void> {
  const some = ledger.someExecution();
  if (!some) return;
  const [id, { entityId }] = some;
  const { status, body } = await send(`${entityId}/${COURSE}/executions/${id}`);
  if (status === 404) ledger.violations.push(`Execution ${id} was acknowledged and is not there.`);
  if (status === 200) ledger.keepResult(id, body.workflowResult?.result);
}
