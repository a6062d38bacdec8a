import { z } from 'zod';
import { DomainError, type FailureDetail } from '../../kernel/domain-error.ts';

/** The contract's step types, and the names beyond them that definitions may use. */
export type StepTypeName = string;

/** One step of a workflow as data. */
export type StepDefinition = {
  /** Unique in its workflow, in capitals; what `stepName` says in results. */
  readonly name: string;
  readonly type: StepTypeName;
  /** Semantic version of the step's definition. */
  readonly version: string;
  readonly description: string;
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Names of the steps that end before this one begins. */
  readonly dependsOn: readonly string[];
};

export const LIFECYCLE_PHASES = ['ONBOARDING', 'MONITORING', 'OTHER'] as const;
export type LifecyclePhase = (typeof LIFECYCLE_PHASES)[number];

/** A workflow as data: which steps run, in which order, with which settings. */
export type WorkflowDefinition = {
  readonly serviceName: string;
  readonly workflowName: string;
  readonly workflowId: string;
  /** A free word that groups workflows: `pep_media`, `standard_kyc` … */
  readonly type: string;
  readonly lifecyclePhase: LifecyclePhase;
  readonly monitoringTypes: readonly ('AML' | 'ACTIVITY')[];
  /** In an order in which they can run. */
  readonly steps: readonly StepDefinition[];
};

/** A definition that has been published: from then on it never changes. */
export type PublishedWorkflow = {
  readonly tenantId: string;
  /** Whether the tenant is one for invented people. */
  readonly isSandbox: boolean;
  readonly version: number;
  readonly publishedAt: Date;
  readonly definition: WorkflowDefinition;
};

/** Services and workflows are found whatever the case of their names. */
export function keyOfName(name: string): string {
  return name.trim().toLowerCase();
}

/** Services that are known by another name too. */
const SERVICE_ALIASES: ReadonlyMap<string, string> = new Map([['default', 'kyc']]);

/** As {@link keyOfName}, for a service: DEFAULT is another name of KYC. */
export function keyOfService(name: string): string {
  const key = keyOfName(name);
  return SERVICE_ALIASES.get(key) ?? key;
}

const Name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^/?#]+$/, 'Must not hold / ? or #');

/** The shape of a definition, before its steps are looked at. */
export const DefinitionShape = z.strictObject({
  serviceName: Name,
  workflowName: Name,
  workflowId: z.string().trim().min(1).max(100),
  type: z.string().trim().min(1).max(64),
  lifecyclePhase: z.enum(LIFECYCLE_PHASES).default('OTHER'),
  monitoringTypes: z.array(z.enum(['AML', 'ACTIVITY'])).default([]),
  steps: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'Must be in capitals, as SCREEN_NAMES'),
        type: z.string().min(1).max(64),
        version: z
          .string()
          .regex(/^\d+\.\d+\.\d+$/, 'Must be a semantic version, as 1.0.0')
          .default('1.0.0'),
        description: z.string().max(1000).default(''),
        configuration: z.record(z.string(), z.unknown()).default({}),
        dependsOn: z.array(z.string()).default([]),
      }),
    )
    .min(1)
    .max(100),
});

/** What is wrong with a definition, and in which step. */
export type DefinitionProblem = FailureDetail & { readonly step?: string };

export class DefinitionRefused extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'WORKFLOW-0400';

  constructor(problems: readonly DefinitionProblem[]) {
    super(
      'The workflow definition is not valid',
      problems.map(({ issue, issueLocation }) => ({ issue, issueLocation })),
    );
  }
}

export class WorkflowNotFound extends DomainError {
  readonly kind = 'not-found';
  readonly code = 'API-1010';

  constructor() {
    super('Workflow not found', [
      {
        issue: 'No workflow of this name is published for this service',
        issueLocation: 'path.workflowName',
      },
    ]);
  }
}
