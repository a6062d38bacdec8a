import { setTimeout as sleep } from 'node:timers/promises';
import { type LoadRequest, LoadSender, type Outcome } from './load.ts';
import type { ChaosNode } from './node.ts';

const CHECK_EVERY_MS = 200;

/** Sends each request to the next server whose health was good a moment ago; repeats none. */
export class Balancer {
  readonly #nodes: readonly ChaosNode[];
  readonly #sender = new LoadSender();
  #healthy: readonly string[] = [];
  #turn = 0;
  #isOver = false;

  constructor(nodes: readonly ChaosNode[]) {
    this.#nodes = nodes;
    void this.#watch();
  }

  get healthy(): readonly string[] {
    return this.#healthy;
  }

  /** Null while no server is healthy. */
  async send(request: (url: string) => LoadRequest): Promise<Outcome | null> {
    this.#turn += 1;
    const url = this.#healthy[this.#turn % Math.max(1, this.#healthy.length)];
    return url === undefined ? null : this.#sender.send(request(url));
  }

  close(): void {
    this.#isOver = true;
    this.#sender.close();
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      const urls = this.#nodes.flatMap(({ url }) => url ?? []);
      const states = await Promise.all(
        urls.map((url) =>
          fetch(`${url}/ruok`).then(
            ({ ok }) => ok,
            () => false,
          ),
        ),
      );
      this.#healthy = urls.filter((_, at) => states[at]);
      await sleep(CHECK_EVERY_MS);
    }
  }
}
