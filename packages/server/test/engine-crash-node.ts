/** A process that the crash test kills: starts as many runs as it is told and works until it dies. */
import { connectDatabase } from '../src/database/connect.ts';
import { createEngine } from '../src/engine/engine.ts';
import type { Call } from '../src/engine/program.ts';
import { EFFECTS, newRun, program, QUICK, task } from '../src/engine/test-program.ts';
import { systemStatement } from '../src/kernel/statement.ts';

const [url = '', runs = '0'] = process.argv.slice(2);
const { system: db } = await connectDatabase({ address: { url } });

const ASKED = systemStatement(
  'asked',
  'insert into asked (key, payload) values ($1::text, $2::jsonb)',
);

/** The world outside remembers everything it was asked, also by nodes that died. */
async function answer(call: Call, payload: object): Promise<object> {
  await db.all(ASKED, [call.idempotencyKey, JSON.stringify(payload)]);
  await new Promise((resolve) => setTimeout(resolve, 10));
  return { to: payload };
}

const steps = [0, 1, 2, 3].map((n) =>
  task(`step ${n}`, async ({ ask, outcomeOf }) => {
    const before = outcomeOf(`step ${n - 1}`) ?? null;
    const outcome = n % 2 === 0 ? before : await ask('world', (call) => answer(call, { before }));
    const subject = [{ name: 'shared by all', state: `step ${n}` }];
    return { outcome, effects: { mark: [{ mark: `step ${n}` }], subject } };
  }),
);

const engine = createEngine({
  db,
  load: async () => program(steps),
  effects: EFFECTS,
  logger: {
    info: (_fields, message) => process.stdout.write(`${message}\n`),
    warn: () => undefined,
    error: () => undefined,
  },
  ...QUICK,
});
engine.open();

for (let n = 0; n < Number(runs); n += 1) {
  const run = newRun({ tenantId: '00000000-0000-4000-8000-000000000009', lane: `lane ${n % 12}` });
  void engine.start(run).then(() => process.stdout.write(`${run.runId}\n`));
  await new Promise((resolve) => setTimeout(resolve, 2));
}
process.stdout.write('all started\n');
