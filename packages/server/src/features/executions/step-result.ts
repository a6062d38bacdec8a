import type { StepOutcome, StepRisk } from '@probity/contract/workflow-result';
import type { EffectRow } from '../../kernel/effect.ts';
import type { RiskDraft } from '../risk/assess-risk.ts';

/** How a step ended. */
export type StepResultValue = StepOutcome;

/** What went wrong inside a run, as the wire tells it. Names things, never people. */
export type RunError = {
  readonly code: string;
  readonly description: string;
  readonly location?: string;
};

/** One source that a step turned to, in the order in which it was tried. */
export type ProviderVisit = {
  readonly provider: string;
  readonly result: string;
  readonly order: number;
  readonly startedAt: string;
  readonly endedAt: string;
};

/** How one step of one run ended. JSON; written once. Instants are ISO strings. */
export type StepResult = {
  readonly stepResultId: string;
  readonly stepName: string;
  readonly stepType: string;
  readonly result: StepResultValue;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly objectType?: string;
  readonly objectId?: string;
  readonly serviceProviders: readonly ProviderVisit[];
  readonly errors: readonly RunError[];
  readonly summary?: object;
  /** What a person may read beside it, by name. */
  readonly notes?: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
  /** What the step added to the risk. */
  readonly risk?: StepRisk;
  readonly processResultIds: readonly string[];
  /** Ids of elements and names of fields of the person that the result rests on. */
  readonly restsOn: readonly string[];
};

/** A problem that a run raises for a person to look at. */
export type Issue = {
  readonly issueId: string;
  readonly category: string;
  readonly issue: string;
  readonly severity: 'INFO' | 'REVIEW' | 'BLOCK' | 'WARNING' | 'CRITICAL' | 'ERROR';
  readonly stepResultId: string;
  /** The hits behind it: when officers have resolved them all, it counts as cleared. */
  readonly processResultIds: readonly string[];
  readonly isCleared: boolean;
  readonly createdAt: string;
};

/** What a step leaves behind: its result, its issues, and facts for the decision. JSON. */
export type StepEnd = {
  readonly step: StepResult;
  readonly isMandatory: boolean;
  /** A branch led past the step: it was not needed, and says nothing for the person. */
  readonly isRoutedAround?: boolean;
  readonly issues: readonly Issue[];
  /** What a step that scores risk came to; the last one of a run is kept with its end. */
  readonly risk?: { readonly draft: RiskDraft; readonly previousLevel: string | null };
  /**
   * What decision and branch conditions may ask about, under the step's name. A step that looks for what
   * speaks against a person counts its findings as `hits`, of which `open` are unresolved and `rejected`
   * resolved against the person: neither ever passes.
   */
  readonly facts: Readonly<Record<string, unknown>>;
};

/** A step's end together with the rows that must commit with it. */
export type StepEndWithRows = {
  readonly end: StepEnd;
  readonly rows: Readonly<Record<string, readonly EffectRow[]>>;
};
