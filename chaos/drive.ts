import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger.ts';
import type { ChaosNode } from './node.ts';
import { doSomething, type Line } from './operations.ts';
import type { Stage } from './stage.ts';

/** A caller gives up sooner than the lease of a dead server ends, so that the drive goes on. */
const PATIENCE_MS = 5_000;
const IMPORT_PATIENCE_MS = 20_000;
const PAUSE_MS = 20;
/** What a caller may hear while things break: come again later. */
const EXCUSED = [429, 503];
/** What no request of ours deserves. */
const isBlunder = (status: number) => status >= 400 && !EXCUSED.includes(status);

type Heard = { readonly from: ChaosNode; readonly askedAt: number; readonly status: number };

export type Driving = { readonly stage: Stage; readonly ledger: Ledger; isOver(): boolean };

/** Sends one request after the other, each to some server that was there a moment ago. */
export async function drive(driving: Driving): Promise<void> {
  const { stage, ledger } = driving;
  while (!driving.isOver()) {
    const node = someNode(stage.nodes);
    if (!node) {
      await sleep(PAUSE_MS);
      continue;
    }
    await doSomething(lineTo(driving)).catch(() => {
      ledger.unanswered += 1;
    });
  }
}

function someNode(nodes: readonly ChaosNode[]): (ChaosNode & { url: string }) | undefined {
  const there = nodes.filter((node): node is ChaosNode & { url: string } => Boolean(node.url));
  return there[randomInt(Math.max(1, there.length))];
}

/** Every request goes to a server of its own choosing, as behind a balancer that knows no health. */
function lineTo({ stage, ledger }: Driving): Line {
  const node = () => {
    const found = someNode(stage.nodes);
    if (!found) throw new Error('Nobody is there.');
    ledger.operations += 1;
    return { from: found, url: found.url, askedAt: performance.now() };
  };
  const judge = async ({ from, askedAt, status }: Heard, said: unknown): Promise<void> => {
    if (status < 300) {
      from.answers += 1;
      return ledger.hear(askedAt);
    }
    ledger.refused += 1;
    if (isBlunder(status))
      ledger.violations.push(`${status} ${JSON.stringify(said).slice(0, 300)}`);
    await sleep(PAUSE_MS);
  };
  return {
    ledger,
    async send(path, sent = {}) {
      const to = `/v2/individuals${path === '' ? '' : `/${path}`}`;
      const asked = node();
      const answer = await stage.customer(asked.url, to, { timeoutMs: PATIENCE_MS, ...sent });
      await judge(
        { ...asked, status: answer.status },
        { path: sent.method ?? 'GET', ...answer.body },
      );
      return answer;
    },
    async importList(name, csv) {
      const form = new FormData();
      form.append('file', new Blob([csv]), 'list.csv');
      const query = `source=probity-sample&name=${name}&acceptsFewerEntries=true`;
      const signal = AbortSignal.timeout(IMPORT_PATIENCE_MS);
      const sent = { method: 'POST', body: form, signal };
      const asked = node();
      const answer = await stage.operate(asked.url, `/admin/v1/lists/import?${query}`, sent);
      await judge({ ...asked, status: answer.status }, await answer.json());
      return answer;
    },
  };
}
