/**
 * What it costs to look somebody up in a register of people, and to import it.
 *
 * `npm run -s bench:kyc [-- --rows <n> --lookups <n>]`. The people are invented from a fixed seed, with
 * the namesakes that there are in a real register; of half of those looked for the register has a row, with
 * a street type spelt otherwise. The floor, measured in the same run, is reading one row by its primary key.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectDatabase } from '../packages/server/src/database/connect.ts';
import { startEmbeddedPostgres } from '../packages/server/src/database/embedded/start-embedded-postgres.ts';
import { migrate } from '../packages/server/src/database/migrate.ts';
import { findReferencePeople } from '../packages/server/src/features/reference-people/find-reference-people.command.ts';
import { importReference } from '../packages/server/src/features/reference-people/import-reference.command.ts';
import { systemClock } from '../packages/server/src/kernel/clock.ts';
import { newUlid, newUuid } from '../packages/server/src/kernel/id.ts';
import { masterKeyFrom } from '../packages/server/src/kernel/seal.ts';
import { systemStatement } from '../packages/server/src/kernel/statement.ts';
import { vaultsOf } from '../packages/server/src/kernel/vault.ts';
import type { IdentityAsk } from '../packages/server/src/providers/identity-provider.ts';
import { referenceProvider } from '../packages/server/src/providers/reference/reference.provider.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    lookups: { type: 'string', default: '500' },
  },
});
const ROWS = Number(values.rows);
const LOOKUPS = Number(values.lookups);
const WARM_UP = 50;

let state = 20_260_304;
/** Numbers from 0 to 1, the same on every run. */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}
const below = (most: number) => Math.floor(random() * most);
/** Few names are borne by many, as everywhere. */
const skewed = (most: number) => Math.floor(random() ** 3 * most);

const START = [
  'ma',
  'to',
  'li',
  'ra',
  'be',
  'ha',
  'jo',
  'ka',
  'wi',
  'da',
  'sha',
  'pe',
  'no',
  'gri',
];
const MIDDLE = ['ri', 'la', 'mo', 'ne', 'ver', 'dis', 'than', 'ger', 'lo', 'mi', 'ster', 'bu'];
const END = ['a', 'son', 'ne', 'th', 'er', 'man', 'ley', 'ton', 'o', 'ski', 'ro', 'ell'];
function wordOf(at: number): string {
  const word = `${START[at % 14]}${MIDDLE[Math.floor(at / 14) % 12]}${END[Math.floor(at / 168) % 12]}`;
  return word.charAt(0).toUpperCase() + word.slice(1);
}

type Person = {
  given: string;
  middle: string;
  family: string;
  birth: string;
  street: string;
  number: number;
  code: number;
};
function invent(): Person {
  const day = new Date(Date.UTC(1935, 0, 1 + below(26_000)));
  return {
    given: wordOf(skewed(600)),
    middle: wordOf(skewed(600) + 300),
    family: wordOf(skewed(2_016)),
    birth: day.toISOString().slice(0, 10),
    street: wordOf(below(2_016)),
    number: 1 + below(200),
    code: 2000 + below(3_000),
  };
}
const people = Array.from({ length: ROWS }, invent);

const HEADER =
  'given_name,middle_name,family_name,birth_date,street_number,street_name,street_type,postal_code,country';
async function* csv(): AsyncGenerator<Buffer> {
  yield Buffer.from(`${HEADER}\n`);
  for (const { given, middle, family, birth, number, street, code } of people) {
    yield Buffer.from(
      `${given},${middle},${family},${birth},${number},${street},Street,${code},AUS\n`,
    );
  }
}

function askFor(person: Person): IdentityAsk {
  const { given, middle, family, birth, number, street, code } = person;
  return {
    attributes: ['name', 'dob', 'address'],
    documents: [],
    subject: {
      entityId: 'e',
      names: [
        {
          objectId: 'n',
          standing: 'current',
          full: `${given} ${middle} ${family}`,
          given,
          middle,
          family,
        },
      ],
      births: [{ objectId: 'b', standing: 'current', date: birth }],
      addresses: [
        {
          objectId: 'a',
          standing: 'current',
          streetNumber: String(number),
          streetName: `${street} St`,
          postalCode: String(code),
          country: 'AUS',
        },
      ],
      documents: [],
      consents: [],
    },
  };
}

const folder = await mkdtemp(join(tmpdir(), 'probity-bench-'));
const postgres = await startEmbeddedPostgres({ dataDir: folder });
try {
  await migrate(postgres.connection);
  const { system, close } = await connectDatabase({ address: postgres.connection });
  const tenantId = newUuid();
  await system.all(
    systemStatement<never>(
      'bench-tenant',
      `insert into tenant (tenant_id, name, is_sandbox, created_at) values ($1, 'Bench', true, now())`,
    ),
    [tenantId],
  );
  const tools = { system, vaults: vaultsOf(masterKeyFrom(randomBytes(32))) };
  const importedFrom = performance.now();
  const files = [{ name: 'people.csv', sizeBytes: 0, open: csv }];
  const tenant = { customerId: tenantId };
  const importing = { ...tools, now: systemClock, requestId: newUlid() };
  await importReference(importing, { tenant, source: 'bench', files });
  const importSeconds = (performance.now() - importedFrom) / 1_000;
  await system.all(systemStatement<never>('bench-analyze', 'analyze reference_person'));

  const statements = { ms: [] as number[] };
  const timed = {
    ...system,
    forTenant: (scope: Parameters<typeof system.forTenant>[0]) => {
      const db = system.forTenant(scope);
      const all: typeof db.all = async (...asked) => {
        const from = performance.now();
        const rows = await db.all(...asked);
        statements.ms.push(performance.now() - from);
        return rows;
      };
      return { ...db, all };
    },
  };
  const provider = referenceProvider((...asked) =>
    findReferencePeople({ ...tools, system: timed }, ...asked),
  );
  const call = {
    tenantId,
    isSandbox: true,
    idempotencyKey: 'k',
    signal: new AbortController().signal,
  };
  const whole: number[] = [];
  let confirmed = 0;
  for (let at = -WARM_UP; at < LOOKUPS; at++) {
    const isThere = at % 2 === 0;
    const person = isThere ? (people[below(ROWS)] as Person) : invent();
    if (at === 0) statements.ms = [];
    const from = performance.now();
    const answer = await provider.verify(askFor(person), call);
    if (at >= 0) whole.push(performance.now() - from);
    const said = answer.outcome === 'answered' ? answer.sources[0]?.attributes : [];
    const matches = (said ?? []).filter(({ result }) => result === 'MATCH').length;
    if (at >= 0 && isThere && matches === 3) confirmed += 1;
    if (at >= 0 && !isThere && matches === 3) throw new Error('Somebody invented was confirmed.');
  }
  const floor: number[] = [];
  const byKey = systemStatement<{ sealed: Buffer }>(
    'bench-floor',
    `select sealed from reference_person where tenant_id = $1 and ordinal = $2
       and version_id = (select version_id from reference_source where tenant_id = $1)`,
  );
  for (let at = 0; at < LOOKUPS; at++) {
    const from = performance.now();
    await system.all(byKey, [tenantId, 1 + below(ROWS)]);
    floor.push(performance.now() - from);
  }
  const sizes = await system.one(
    systemStatement<{ bytes: string }>(
      'bench-size',
      `select pg_total_relation_size('reference_person')::text as bytes`,
    ),
  );
  console.log(
    JSON.stringify({
      rows: ROWS,
      lookups: LOOKUPS,
      importSeconds: round(importSeconds),
      bytesPerRow: Math.round(Number(sizes?.bytes) / ROWS),
      statementP50Ms: at(statements.ms, 0.5),
      statementP99Ms: at(statements.ms, 0.99),
      wholeP50Ms: at(whole, 0.5),
      wholeP99Ms: at(whole, 0.99),
      floorP50Ms: at(floor, 0.5),
      confirmedOfThere: round(confirmed / Math.ceil(LOOKUPS / 2)),
      peakMegabytes: Math.round(process.memoryUsage().rss / 2 ** 20),
    }),
  );
  await close();
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

function at(milliseconds: readonly number[], share: number): number {
  const sorted = [...milliseconds].sort((one, other) => one - other);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
