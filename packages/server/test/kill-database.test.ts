import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answered,
  buildServer,
  credentialsIn,
  customerOf,
  isPostgres,
  postmasterOf,
  ServerProcesses,
  until,
} from './test-server-process.ts';

const EXECUTE = 'serviceprofiles/KYC/workflows/AML-Screening/execute';
const individual = { name: { givenName: 'Ilyara', familyName: 'Thornquill' } };

const processes = new ServerProcesses();
let dataDir: string;
beforeAll(async () => {
  await buildServer();
  dataDir = join(await processes.folder(), 'data');
}, 120_000);
afterAll(() => processes.remove(), 120_000);

/** Kills the database that this test started, and waits until it is gone. */
async function killDatabase(): Promise<void> {
  const pid = await postmasterOf(dataDir);
  if (pid === null || !(await isPostgres(pid))) throw new Error('There is no database to kill.');
  process.kill(pid, 'SIGKILL');
  await until('the database is gone', async () => !(await isPostgres(pid)) || undefined);
}

type Promised = {
  readonly entityId: string;
  readonly executionId: string;
  readonly result?: string;
};

/** The execution that an answer acknowledges, if it does. */
function promiseIn({ status, body }: Answered): Promised[] {
  const entityId = body.entityId ?? body.individual?.entityId;
  const result = body.workflowResult?.result;
  const executionId = body.workflowExecutionId ?? body.workflowResult?.workflowExecutionId;
  if (status >= 300 || !entityId || !executionId) return [];
  return [{ entityId, executionId, ...(result && { result }) }];
}

describe('kill -9 of the database under a server', () => {
  it('is answered with 503, and loses nothing that was acknowledged', async () => {
    const server = processes.start({ PROBITY_DATA_DIR: dataDir });
    const url = await server.ready();
    const credentials = await credentialsIn(dataDir);
    const call = customerOf(credentials);
    const promised: Promised[] = [];
    const answers: Answered[] = [];
    let isOver = false;

    const drive = async (isBackground: boolean) => {
      while (!isOver) {
        const headers = isBackground ? { 'X-Frankie-Background': '1' } : {};
        const sent = { method: 'POST', body: { individual }, headers, timeoutMs: 10_000 };
        // Who waited for a run that was cut off has no answer to come: that is no acknowledgement.
        const answer = await call(url, `/v2/individuals/new/${EXECUTE}`, sent).catch(() => null);
        if (!answer) return;
        answers.push(answer);
        promised.push(...promiseIn(answer));
        if (answer.status >= 300) await sleep(20);
      }
    };
    const read = async () => {
      while (!isOver) {
        const known = promised.at(-1)?.entityId ?? '00000000-0000-4000-8000-000000000009';
        answers.push(await call(url, `/v2/individuals/${known}`));
        await sleep(10);
      }
    };
    const driving = Promise.all([drive(true), drive(false), drive(true), drive(false), read()]);
    try {
      await until('there is work', async () => promised.length > 20 || undefined);
      await killDatabase();
      const refused = () => answers.filter(({ status }) => status === 503).length;
      await until('requests are refused', async () => refused() > 25 || undefined);
    } finally {
      isOver = true;
      await driving;
    }

    const unexpected = answers.filter(({ status }) => ![200, 202, 404, 503].includes(status));
    expect(unexpected).toEqual([]);
    const refusals = answers.filter(({ status }) => status === 503);
    for (const { body } of refusals) {
      expect(body).toEqual({
        errorCode: 'SYS-0503',
        errorMsg: expect.any(String),
        details: expect.any(Array),
        requestId: expect.stringMatching(/^[0-9A-Z]{26}$/),
      });
      expect(JSON.stringify(body)).not.toMatch(/node_modules|at .*[.]js|socket|postgresql/);
    }
    const health = await fetch(`${url}/ruok`);
    expect([health.status, await health.text()]).toEqual([503, expect.stringMatching(/database/i)]);
    expect(server.stderr()).not.toMatch(/failed unexpectedly|Unhandled/);
    const stoppedAt = performance.now();
    await server.end('SIGTERM');
    const stopMs = Math.round(performance.now() - stoppedAt);
    expect(stopMs).toBeLessThan(60_000);

    const again = processes.start({ PROBITY_DATA_DIR: dataDir });
    const newUrl = await again.ready();
    for (const { entityId, executionId, result } of promised) {
      const path = `/v2/individuals/${entityId}/${EXECUTE.replace('execute', `executions/${executionId}`)}`;
      const shown = await until('the execution is over', async () => {
        const answer = await call(newUrl, path);
        expect([path, answer.status]).toEqual([path, 200]);
        const { workflowResult } = answer.body;
        return workflowResult?.workflowExecutionState === 'COMPLETED' ? workflowResult : undefined;
      });
      expect(shown.result).toBe(result ?? 'REVIEW');
    }
    console.info(
      `${promised.length} executions acknowledged, ${refusals.length} requests refused, ` +
        `stopped without a database in ${stopMs} ms`,
    );
    expect(await again.end('SIGINT')).toEqual({ code: 0, signal: null });
    expect(await postmasterOf(dataDir)).toBeNull();
  }, 300_000);
});
