import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../src/database/test-database.ts';
import { buildServer, credentialsIn, customerOf, ServerProcesses } from './test-server-process.ts';

const EXECUTE = 'serviceprofiles/KYC/workflows/AML-Screening/execute';
const CLOCK = new URL('../../../chaos/clock-shift.mjs', import.meta.url).href;
const MINUTE_MS = 60_000;

const processes = new ServerProcesses();
let test: TestDatabase;
beforeAll(async () => {
  await buildServer();
  test = await testDatabase();
}, 120_000);
afterAll(async () => {
  await processes.remove();
  await test?.drop();
}, 120_000);

const settings = {
  PROBITY_MASTER_KEY: randomBytes(32).toString('base64'),
  PROBITY_OPERATOR_KEY: randomBytes(32).toString('hex'),
  PROBITY_LIST_SYNC_HOURS: '0',
};

async function startWithClock(shiftMs: number) {
  const dataDir = `${await processes.folder()}/data`;
  const server = processes.start({
    ...settings,
    DATABASE_URL: test.url,
    PROBITY_DATA_DIR: dataDir,
    NODE_OPTIONS: `--import ${CLOCK}`,
    CHAOS_CLOCK_SHIFT_MS: String(shiftMs),
  });
  return { url: await server.ready(), dataDir };
}

it('the later run counts, though the server of the earlier one had a clock ahead of its own', async () => {
  const ahead = await startWithClock(4 * MINUTE_MS);
  const behind = await startWithClock(-4 * MINUTE_MS);
  const call = customerOf(await credentialsIn(ahead.dataDir));
  const individual = { name: { givenName: 'Quillon', familyName: 'Unlisted' } };
  const body = { individual };
  const first = await call(ahead.url, `/v2/individuals/new/${EXECUTE}`, { method: 'POST', body });
  expect(first.body.workflowResult?.status).toBe('PASS');
  const person = `/v2/individuals/${first.body.individual?.entityId}`;
  const listed = { name: { givenName: 'Ilyara', familyName: 'Thornquill' } };
  const edit = { method: 'PATCH', body: { individual: listed } };
  expect((await call(behind.url, person, edit)).status).toBe(200);
  const second = await call(behind.url, `${person}/${EXECUTE}`, { method: 'POST' });
  expect(second.body.workflowResult?.status).toBe('REVIEW');

  const [before, after] = [first, second].map(
    (one) => one.body.workflowResult?.workflowExecutionId ?? '',
  );
  expect(after && before && after > before).toBe(true);
  const shown = await call(ahead.url, person);
  expect(shown.body).toMatchObject({
    serviceProfiles: [
      {
        state: 'AUTO',
        workflowSummaries: [{ workflowExecutionId: after }, { workflowExecutionId: before }],
      },
    ],
  });
}, 240_000);
