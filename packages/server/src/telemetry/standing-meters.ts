import { Counter, Gauge, type Registry } from 'prom-client';

/** How the runs of the engine stand; the counts of runs are the whole installation's. */
type EngineStanding = {
  readonly active: number;
  readonly waiting: number;
  readonly outside: number;
  readonly stuck: number;
  readonly oldestAgeMs: number | null;
  readonly held: number;
  readonly takeovers: number;
  readonly commits: number;
  readonly statements: number;
};

type ListStanding = {
  readonly name: string;
  readonly state: string;
  readonly ageHours: number | null;
};

type ProviderStanding = { readonly name: string; readonly health: { readonly breaker: string } };

type PoolStanding = { readonly total: number; readonly idle: number; readonly waiting: number };

/** Where standings are looked up while somebody reads the metrics. */
export type Standings = {
  engine(): Promise<EngineStanding>;
  /** Lists that are everybody's; those of single tenants would name them. */
  lists(): readonly ListStanding[];
  providers(): readonly ProviderStanding[];
  pool(): PoolStanding;
};

/** Longest wait for the database's word, so that metrics can be read while it is away. */
const PATIENCE_MS = 2_000;

/** What stands somewhere anyway, looked up when somebody reads. */
export function standingMeters(registry: Registry): (standings: Standings) => Promise<void> {
  const meters = [poolMeters, listMeters, providerMeters, engineMeters].map((meter) =>
    meter(registry),
  );
  return async (standings) => {
    await Promise.all(meters.map((look) => look(standings)));
  };
}

type Meter = (registry: Registry) => (standings: Standings) => Promise<void> | void;

const engineMeters: Meter = (registry) => {
  const up = gauge(registry, {
    name: 'probity_database_up',
    help: '1 where the database answered while this was read.',
  });
  const runs = gauge(registry, {
    name: 'probity_engine_runs',
    help: 'Live runs of the whole installation: every node says the same.',
    labelNames: ['state'],
  });
  const oldest = gauge(registry, {
    name: 'probity_engine_oldest_run_age_seconds',
    help: 'How long the oldest live run has been there, at work, queued or waiting.',
  });
  const held = gauge(registry, {
    name: 'probity_engine_held_runs',
    help: 'Runs that this node works on.',
  });
  const count = engineCounters(registry);
  return async ({ engine }) => {
    const standing = await within(PATIENCE_MS, engine);
    up.set(standing ? 1 : 0);
    // What is not known is not told: a queue that reads 0 because nobody could look would calm people.
    runs.reset();
    oldest.remove();
    if (!standing) return;
    runs.set({ state: 'active' }, standing.active);
    runs.set({ state: 'queued' }, standing.waiting);
    runs.set({ state: 'waiting_outside' }, standing.outside);
    runs.set({ state: 'stuck' }, standing.stuck);
    oldest.set((standing.oldestAgeMs ?? 0) / 1000);
    held.set(standing.held);
    count(standing);
  };
};

function engineCounters(registry: Registry): (standing: EngineStanding) => void {
  const takeovers = counter(registry, {
    name: 'probity_engine_takeovers_total',
    help: 'Runs that this node took from one that had fallen silent.',
  });
  const commits = counter(registry, {
    name: 'probity_engine_commits_total',
    help: 'Checkpoints of runs that this node has committed.',
  });
  const statements = counter(registry, {
    name: 'probity_engine_commit_statements_total',
    help: 'Statements that those checkpoints shared.',
  });
  return (standing) => {
    takeovers(standing.takeovers);
    commits(standing.commits);
    statements(standing.statements);
  };
}

const listMeters: Meter = (registry) => {
  const age = gauge(registry, {
    name: 'probity_list_age_seconds',
    help: 'Since a list was imported or last confirmed.',
    labelNames: ['list'],
  });
  const ready = gauge(registry, {
    name: 'probity_list_ready',
    help: '1 where the list is searched; 0 where it is stale, failing or not loaded.',
    labelNames: ['list'],
  });
  return ({ lists }) => {
    age.reset();
    ready.reset();
    for (const { name, state, ageHours } of lists()) {
      ready.set({ list: name }, state === 'ready' ? 1 : 0);
      if (ageHours !== null) age.set({ list: name }, ageHours * 3600);
    }
  };
};

const providerMeters: Meter = (registry) => {
  const open = gauge(registry, {
    name: 'probity_provider_breaker_open',
    help: '1 while a provider that kept failing is left alone.',
    labelNames: ['provider'],
  });
  return ({ providers }) => {
    open.reset();
    for (const { name, health } of providers()) {
      open.set({ provider: name }, health.breaker === 'open' ? 1 : 0);
    }
  };
};

const poolMeters: Meter = (registry) => {
  const connections = gauge(registry, {
    name: 'probity_database_pool_connections',
    help: 'Connections to the database that this node has.',
    labelNames: ['state'],
  });
  const waiting = gauge(registry, {
    name: 'probity_database_pool_waiting',
    help: 'Callers that wait for a connection.',
  });
  return ({ pool }) => {
    const standing = pool();
    connections.set({ state: 'idle' }, standing.idle);
    connections.set({ state: 'used' }, standing.total - standing.idle);
    waiting.set(standing.waiting);
  };
};

type Meant = { readonly name: string; readonly help: string; readonly labelNames?: string[] };

function gauge(registry: Registry, meant: Meant): Gauge {
  return new Gauge({ ...meant, registers: [registry] });
}

/** Takes over what somebody else has counted. */
function counter(registry: Registry, meant: Meant): (count: number) => void {
  const one = new Counter({ ...meant, registers: [registry] });
  return (count) => {
    one.reset();
    one.inc(count);
  };
}

async function within<T>(milliseconds: number, look: () => Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([look().catch(() => undefined), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
