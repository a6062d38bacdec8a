import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Silence, Task, TaskTools } from '../engine/program.ts';
import { personOf } from '../features/entities/test-people.ts';
import type { StepEnd } from '../features/executions/step-result.ts';
import { testExecution } from '../features/executions/test-executions.ts';
import type { StepDefinition } from '../features/workflow-definitions/workflow-definition.ts';
import { newUuid } from '../kernel/id.ts';
import { masterKeyFrom } from '../kernel/seal.ts';
import type { TenantDb } from '../kernel/statement.ts';
import { vaultsOf } from '../kernel/vault.ts';
import type { WatchlistAnswer } from '../providers/watchlist-provider.ts';
import { NO_PROVIDERS } from './step-type.ts';
import { AT, waitForNothing } from './test-run.ts';
import { workflowProgram } from './workflow-program.ts';

const step = (type: string, dependsOn: readonly string[], configuration = {}): StepDefinition => ({
  name: type,
  type,
  version: '1.0.0',
  description: '',
  configuration,
  dependsOn,
});

const CLEAR: WatchlistAnswer = {
  outcome: 'answered',
  hits: [],
  consulted: [{ listId: 'l', name: 'l', version: 1 }],
  silent: [],
  engineVersion: '1.0.0',
};

/** A database that holds nothing of the person yet. */
const NOTHING: TenantDb = {
  scope: { own: newUuid(), readable: [] },
  isTransaction: false,
  all: async () => [],
  one: async () => undefined,
  inTransaction: async (work) => work(NOTHING),
};

type Scenario = {
  readonly answer?: WatchlistAnswer | Error;
  readonly decision?: Record<string, unknown>;
  readonly isMandatory?: boolean;
  /** What a task ends in, by its name, where it does not run. */
  readonly given?: Readonly<Record<string, Silence['reason'] | 'lost' | object>>;
};

/** Runs the tasks of a program one after the other, as the engine does. */
async function run(scenario: Scenario = {}) {
  const { answer = CLEAR, decision = {}, isMandatory = true, given = {} } = scenario;
  const individual = personOf({ name: { familyName: 'Quill' } });
  const { entityId } = individual;
  const { vault } = vaultsOf(masterKeyFrom(randomBytes(32))).create(newUuid(), entityId);
  const execution = testExecution({
    entityId,
    given: { individual, workflowType: 'aml', isSandbox: true },
  });
  const program = workflowProgram(
    {
      entity: { vault, individual, revision: 1 },
      execution,
      workflow: {
        tenantId: vault.tenantId,
        isSandbox: true,
        version: 1,
        publishedAt: AT,
        definition: {
          serviceName: execution.serviceName,
          workflowName: execution.workflowName,
          workflowId: 'w',
          type: 'aml',
          lifecyclePhase: 'ONBOARDING',
          monitoringTypes: [],
          steps: [
            step('START', []),
            step('AML', ['START'], { lists: ['*'], isMandatory }),
            step('DECISION', ['AML'], decision),
            step('FINISH', ['DECISION']),
          ],
        },
      },
    },
    {
      db: NOTHING,
      now: () => AT,
      capabilities: {
        ...NO_PROVIDERS,
        watchlists: [
          {
            name: 'fake',
            serves: () => true,
            isHere: true,
            async search() {
              if (answer instanceof Error) throw answer;
              return answer;
            },
          },
        ],
      },
    },
  );
  const outcomes = new Map<string, unknown>();
  for (const task of program.tasks) {
    const fate = given[task.name];
    if (fate === 'lost') continue;
    outcomes.set(task.name, typeof fate === 'object' ? fate : await end(task, outcomes, fate));
  }
  const effects = program.finish(outcomes);
  const [ended] = effects.execution_end ?? [];
  const sealed = Buffer.from(String(ended?.sealed_summary), 'base64');
  const place = `workflow_execution/${execution.workflowExecutionId}/summary`;
  const summary = vault.unseal<{ steps: Record<string, string[]>; issues: object[] }>(
    place,
    sealed,
  );
  const decided = outcomes.get('DECISION') as StepEnd | undefined;
  return { outcome: ended?.outcome, summary, decided, effects, program, vault, outcomes };
}

/** Up to the most attempts, then the silence that the task records. */
async function end(task: Task, outcomes: Map<string, unknown>, silence?: Silence['reason']) {
  const tools: TaskTools = {
    signal: AbortSignal.timeout(60_000),
    ask: async (name) => {
      throw new Error(`Nothing is asked: ${name}`);
    },
    wait: waitForNothing,
    outcomeOf: <Outcome>(name: string) => outcomes.get(name) as Outcome | undefined,
  };
  const gaveUp = (reason: Silence['reason'], lastError: unknown) =>
    task.giveUp({ reason, attempts: task.maxAttempts, lastError }).outcome;
  if (silence) return gaveUp(silence, new Error('Canary Quill'));
  try {
    return (await task.run(tools)).outcome;
  } catch (error) {
    return gaveUp('error', error);
  }
}

describe('workflowProgram', () => {
  it('runs the steps in their order and passes a person nobody lists', async () => {
    const { outcome, summary, effects } = await run();

    expect(outcome).toBe('PASS');
    expect(summary).toEqual({
      steps: {
        order: ['START', 'AML', 'DECISION', 'FINISH'],
        passed: ['START', 'AML', 'DECISION', 'FINISH'],
        failed: [],
        incomplete: [],
        notApplicable: [],
      },
      issues: [],
    });
    expect(effects.profile_state).toMatchObject([{ state: 'ACTIVE' }]);
    expect(effects.audit_event?.map(({ type }) => type)).toEqual([
      'WORKFLOW_COMPLETE',
      'WORKFLOW_STATUS_CHANGE',
      'SERVICE_PROFILE_STATE_CHANGE',
    ]);
  });

  it.each([
    { reason: 'error' as const, issue: 'SERVICE_ERROR' },
    { reason: 'timeout' as const, issue: 'SERVICE_TIMEOUT' },
  ])(
    'records a step that ends in $reason as ERROR with an issue, and asks for a review',
    async ({ reason, issue }) => {
      const { outcome, summary, outcomes, effects } = await run({ given: { AML: reason } });

      expect(outcome).toBe('REVIEW');
      expect(summary.steps).toMatchObject({ incomplete: ['AML'] });
      expect(summary.issues).toMatchObject([
        { category: 'SYSTEM', issue, severity: 'ERROR', isCleared: false },
      ]);
      expect(outcomes.get('AML')).toMatchObject({ isMandatory: true, step: { result: 'ERROR' } });
      expect(JSON.stringify(outcomes.get('AML'))).not.toContain('Quill');
      expect(effects.profile_state).toMatchObject([{ state: 'AUTO' }]);
    },
  );

  it('asks for a review when the provider fails, also with a table that passes everybody', async () => {
    const decision = { rows: [{ row: 'everybody', when: 'true', outcome: 'APPROVED' }] };
    const { outcome, decided } = await run({ answer: new Error('down'), decision });

    expect(outcome).toBe('REVIEW');
    expect(decided?.step.errors).toMatchObject([{ code: 'CHECK-0422', location: 'everybody' }]);
    expect((await run({ decision })).outcome).toBe('APPROVED');
  });

  it.each(['DECISION', 'FINISH', 'START', 'AML'])(
    'never passes when %s fell silent or was lost',
    async (name) => {
      for (const fate of ['error', 'timeout', 'lost'] as const) {
        const { outcome } = await run({ given: { [name]: fate } });
        expect(outcome).toBe('REVIEW');
      }
    },
  );

  it('asks for a review when the decision is not one of the outcomes', async () => {
    const { outcomes } = await run();
    for (const outcome of ['PASSED', 'pass', null, 7]) {
      const decided = { ...(outcomes.get('DECISION') as StepEnd), facts: { outcome } };
      expect((await run({ given: { DECISION: decided } })).outcome).toBe('REVIEW');
    }
  });

  it('lets an optional step be silent where the workflow says so, and shows it', async () => {
    const { outcome, summary } = await run({ isMandatory: false, given: { AML: 'timeout' } });
    expect(outcome).toBe('PASS');
    expect(summary.issues).toHaveLength(1);
  });

  it('seals what a run remembers, each under its own name', async () => {
    const { program, outcomes } = await run();
    const sealed = program.codec.encode('AML', { family: 'Quill' });

    expect(sealed.includes('Quill')).toBe(false);
    expect(program.codec.decode('AML', sealed)).toEqual({ family: 'Quill' });
    expect(() => program.codec.decode('START', sealed)).toThrow();
    expect([...outcomes.keys()]).toEqual(program.tasks.map(({ name }) => name));
  });

  it('gives every task an end to its patience', async () => {
    const { program } = await run();
    for (const task of program.tasks) {
      expect(task.timeoutMs).toBeGreaterThan(0);
      expect(task.maxAttempts).toBeGreaterThan(0);
    }
  });
});
