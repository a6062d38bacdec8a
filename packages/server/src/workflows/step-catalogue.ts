import type { StepNeeds } from '../features/workflow-definitions/step-needs.ts';
import type {
  StepCatalogue,
  StepLeads,
} from '../features/workflow-definitions/validate-definition.ts';
import type { StepDefinition } from '../features/workflow-definitions/workflow-definition.ts';
import { amlStep } from './aml/aml.step.ts';
import { branchStep } from './branch/branch.step.ts';
import { fraudStep } from './fraud/fraud.step.ts';
import { idStep } from './id/id.step.ts';
import { idvStep } from './idv/idv.step.ts';
import { kycStep } from './kyc/kyc.step.ts';
import { matchlistStep } from './matchlist/matchlist.step.ts';
import { monitorToggleStep } from './monitor-toggle/monitor-toggle.step.ts';
import { riskStep } from './risk/risk.step.ts';
import type { StepType } from './step-type.ts';
import { decisionStep } from './steps/decision.step.ts';
import { duplicateStep } from './steps/duplicate.step.ts';
import { finishStep } from './steps/finish.step.ts';
import { lookupStep } from './steps/lookup.step.ts';
import { nameValidationStep } from './steps/name-validation.step.ts';
import { startStep } from './steps/start.step.ts';
import { supportingDocumentsReviewStep } from './steps/supporting-documents-review.step.ts';
import { visaStep } from './visa/visa.step.ts';

/** A step type with a configuration that has been read: what is left to do is to run it. */
export type PreparedStep = Pick<StepType, 'timeoutMs' | 'maxAttempts'> & {
  readonly definition: StepDefinition;
  readonly configuration: unknown;
  /** Whether its silence keeps a run from passing. */
  readonly isMandatory: boolean;
  readonly run: StepType['run'];
};

type Registered = {
  readonly type: string;
  readonly description: string;
  problemsOf(step: StepDefinition): readonly { issue: string; path: string }[];
  explain(step: StepDefinition): readonly string[];
  needs(step: StepDefinition): StepNeeds | undefined;
  leads(step: StepDefinition): StepLeads | undefined;
  prepare(step: StepDefinition): PreparedStep;
};

/** Forgets the type of a configuration behind functions that read it from a definition. */
function registered<Configuration>(stepType: StepType<Configuration>): Registered {
  const { type, description, timeoutMs, maxAttempts } = stepType;
  return {
    type,
    description,
    problemsOf({ configuration }) {
      const read = stepType.configuration.safeParse(configuration);
      if (read.success) return [];
      return read.error.issues.map(({ message, path }) => ({
        issue: message,
        path: path.map(String).join('.'),
      }));
    },
    explain: ({ configuration }) => stepType.explain(stepType.configuration.parse(configuration)),
    needs: ({ configuration }) => stepType.needs?.(stepType.configuration.parse(configuration)),
    leads({ configuration }) {
      const read = stepType.configuration.safeParse(configuration);
      return read.success ? stepType.leadsTo?.(read.data) : undefined;
    },
    prepare(definition) {
      const configuration = stepType.configuration.parse(definition.configuration);
      return {
        definition,
        configuration,
        isMandatory: definition.configuration.isMandatory !== false,
        timeoutMs,
        maxAttempts,
        run: (input) => stepType.run({ ...input, configuration }),
      };
    },
  };
}

/** Every kind of step that a workflow may name. Adding one is its file and a line here. */
const STEP_TYPES: readonly Registered[] = [
  registered(startStep),
  registered(amlStep),
  registered(kycStep),
  registered(fraudStep),
  registered(visaStep),
  registered(nameValidationStep),
  registered(lookupStep),
  registered(riskStep),
  registered(branchStep),
  registered(monitorToggleStep),
  registered(idStep),
  registered(idvStep),
  registered(supportingDocumentsReviewStep),
  registered(matchlistStep),
  registered(duplicateStep),
  registered(decisionStep),
  registered(finishStep),
];

const byType = new Map(STEP_TYPES.map((step) => [step.type, step]));

/** What validation of definitions asks about step types. */
export const stepCatalogue: StepCatalogue = {
  typeNames: [...byType.keys()],
  has: (type) => byType.has(type),
  problemsOf: (step) => byType.get(step.type)?.problemsOf(step) ?? [],
  leadsOf: (step) => byType.get(step.type)?.leads(step),
};

/** What each step of a valid definition does, in words. */
export function explainStep(step: StepDefinition): readonly string[] {
  return byType.get(step.type)?.explain(step) ?? [];
}

/** What a step of a valid definition needs so that it can say anything. */
export function stepNeeds(step: StepDefinition): StepNeeds | undefined {
  return byType.get(step.type)?.needs(step);
}

/** Reads a step's configuration once, so that running it costs no parsing. */
export function prepareStep(step: StepDefinition): PreparedStep {
  const known = byType.get(step.type);
  if (!known) throw new Error(`No step type ${step.type} is registered.`);
  return known.prepare(step);
}
