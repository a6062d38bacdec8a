import type { FastifyInstance } from 'fastify';
import type { Engine } from './engine/engine.ts';
import { apiReferenceRoutes } from './features/api-reference/api-reference.routes.ts';
import { auditRoutes } from './features/audit/audit.routes.ts';
import { auditExportRoutes } from './features/audit-exports/audit-exports.routes.ts';
import type { Anchors } from './features/audit-proof/anchor-file.command.ts';
import { auditProofRoutes } from './features/audit-proof/audit-proof.routes.ts';
import { documentRoutes } from './features/documents/documents.routes.ts';
import { duplicateDecisions } from './features/duplicates/decide-duplicates.command.ts';
import { executionRoutes } from './features/executions/executions.routes.ts';
import type { RunMaterial } from './features/executions/start-execution.command.ts';
import { healthRoutes } from './features/health/health.routes.ts';
import { hostedLinkRoutes } from './features/hosted-links/hosted-links.routes.ts';
import { uploadPageRoutes } from './features/hosted-links/upload-page.routes.ts';
import { idvRoutes } from './features/idv/idv.routes.ts';
import type { IdvDesk } from './features/idv/idv-desk.ts';
import { elementRoutes } from './features/individuals/elements.routes.ts';
import { individualRoutes } from './features/individuals/individuals.routes.ts';
import { type MasterKeyTools, masterKeyRoutes } from './features/installation/master-key.routes.ts';
import type { DownloadTools } from './features/lists/download-file.command.ts';
import type { ListRegistry } from './features/lists/list-registry.ts';
import { listRoutes } from './features/lists/lists.routes.ts';
import { manualKycRoutes } from './features/manual-kyc/manual-kyc.routes.ts';
import { manualPolicyRoutes } from './features/manual-kyc/manual-policies.routes.ts';
import { matchlistSetupRoutes } from './features/matchlist-setup/matchlist-setup.routes.ts';
import { matchlistDecisions } from './features/matchlists/decide-matchlist.command.ts';
import { matchlistRoutes } from './features/matchlists/matchlists.routes.ts';
import { monitoringRoutes, type WatchingSources } from './features/monitoring/monitoring.routes.ts';
import { profileChangeRoutes } from './features/profile-changes/profile-changes.routes.ts';
import { profileSearchRoutes } from './features/profile-search/profile-search.routes.ts';
import { providerRoutes } from './features/providers/providers.routes.ts';
import { publishedWorkflowRoutes } from './features/published-workflows/published-workflows.routes.ts';
import { referenceRoutes } from './features/reference-people/reference-people.routes.ts';
import { replayRoutes } from './features/replays/replays.routes.ts';
import { answerOnce } from './features/request-keys/answer-once.command.ts';
import { resultRoutes } from './features/results/results.routes.ts';
import { riskProfileRoutes } from './features/risk/risk-profiles.routes.ts';
import { riskOverrideRoutes } from './features/risk-overrides/risk-overrides.routes.ts';
import { screeningSignalRoutes } from './features/screening-signals/screening-signals.routes.ts';
import { tenantRoutes } from './features/tenants/tenants.routes.ts';
import type { WorkflowDefinition } from './features/workflow-definitions/workflow-definition.ts';
import { workflowDefinitionRoutes } from './features/workflow-definitions/workflow-definitions.routes.ts';
import type { Admission } from './http/admission.ts';
import { callerRate } from './http/caller-rate.ts';
import { operatorCaller, type Permitting, publicCaller, tenantCaller } from './http/permit.ts';
import type { Signer } from './kernel/signature.ts';
import type { OpenProviders } from './providers/configured/open-providers.ts';
import { protocolDocument } from './providers/http/protocol-document.ts';
import { LOCAL_LISTS } from './providers/watchlist-provider.ts';
import { VERSION } from './version.ts';
import { explainStep, stepCatalogue, stepNeeds } from './workflows/step-catalogue.ts';

/** Runs that are taken up elsewhere leave theirs behind; what is dropped is read back instead. */
const MOST_HANDED_OVER = 2_000;

type Mounting = {
  readonly http: FastifyInstance;
  readonly permitting: Permitting;
  readonly rooms: {
    readonly engine: Engine;
    readonly lists: ListRegistry;
    readonly agent: DownloadTools['agent'];
    readonly shipped: readonly WorkflowDefinition[];
    readonly handedOver: Map<string, RunMaterial>;
    readonly ping: () => Promise<void>;
    readonly watching: WatchingSources;
    readonly providers: OpenProviders;
    readonly admission: Admission;
    readonly leaving: { readonly isLeaving: boolean };
    /** Of one tenant; 0 sets no limit. */
    readonly executionsPerSecond: number;
    readonly desk: IdvDesk;
    /** Where people reach this server. */
    readonly publicUrl: () => string;
    readonly signer: Signer;
    readonly anchors: Anchors;
    readonly masterKey: MasterKeyTools;
  };
};

/** Serves every operation: whom it lets in, and which rooms stand behind it. */
export async function mountRoutes({ http, permitting, rooms }: Mounting): Promise<void> {
  const { engine, lists, agent, shipped, handedOver, ping, providers } = rooms;
  const { now, vaults } = permitting;
  const { admission } = rooms;
  const tenants = { app: http, admission, caller: tenantCaller(permitting), answerOnce };
  const operators = { app: http, admission, caller: operatorCaller(permitting) };
  const everyone = { app: http, caller: publicCaller };
  individualRoutes(tenants, engine);
  elementRoutes(tenants);
  documentRoutes(tenants);
  workflowDefinitionRoutes(tenants);
  executionRoutes(
    { ...tenants, admit: callerRate(rooms.executionsPerSecond) },
    {
      engine,
      handOver(runId, material) {
        if (handedOver.size >= MOST_HANDED_OVER) handedOver.clear();
        handedOver.set(runId, material);
      },
    },
  );
  profileChangeRoutes(tenants);
  riskOverrideRoutes(tenants);
  monitoringRoutes(tenants, { sources: rooms.watching });
  resultRoutes(tenants, { duplicate: duplicateDecisions, matchlist: matchlistDecisions });
  idvRoutes(tenants, rooms.desk);
  hostedLinkRoutes(tenants, rooms.publicUrl);
  uploadPageRoutes(http, permitting);
  matchlistRoutes(tenants);
  profileSearchRoutes(tenants);
  auditRoutes(tenants);
  auditExportRoutes(operators);
  auditProofRoutes(operators, { signer: rooms.signer, anchors: rooms.anchors });
  matchlistSetupRoutes(operators);
  manualKycRoutes(tenants);
  tenantRoutes(operators, shipped);
  publishedWorkflowRoutes(operators, {
    catalogue: stepCatalogue,
    explain: explainStep,
    needs: stepNeeds,
  });
  riskProfileRoutes(operators);
  manualPolicyRoutes(operators);
  screeningSignalRoutes(operators);
  providerRoutes(operators, providers.status);
  replayRoutes(operators, { vaults: vaults, provider: LOCAL_LISTS });
  listRoutes(operators, { registry: lists, download: { agent } });
  referenceRoutes(operators);
  masterKeyRoutes(operators, rooms.masterKey);
  healthRoutes(everyone, {
    version: VERSION,
    now,
    lists,
    ping,
    isBusy: () => admission.status().isBusy,
    isLeaving: () => rooms.leaving.isLeaving,
  });
  await apiReferenceRoutes(http, VERSION, () => protocolDocument(VERSION));
}
