import type { Operation } from '../operation.ts';
import { importList, listListEvents, listLists, retireList, syncLists } from './admin-lists.ts';
import { publishManualKycPolicy, showManualKycPolicy } from './admin-manual-kyc.ts';
import { listProviders } from './admin-providers.ts';
import { importReference, listReferences, removeReference } from './admin-references.ts';
import { publishRiskProfile, showRiskProfile } from './admin-risk.ts';
import { listSignals, replayScreening } from './admin-screening.ts';
import { createKey, createTenant, listTenants, revokeKey } from './admin-tenants.ts';
import { listPublishedWorkflows, publishWorkflow, validateWorkflow } from './admin-workflows.ts';
import { exportAudit, verifyAudit } from './audit/admin-audit.ts';
import { listAuditEvents } from './audit/audit-events.ts';
import {
  createDocument,
  decideDocument,
  deleteAttachment,
  deleteDocument,
  getDocument,
  listDocuments,
  updateDocument,
} from './documents.ts';
import {
  createAndExecuteWorkflow,
  executeWorkflow,
  getExecution,
  listExecutions,
  overrideExecution,
  updateAndExecuteWorkflow,
} from './executions.ts';
import { getHealth, getLiveness } from './health.ts';
import { checkIDVStatus, getIDVToken, initBiometrics, processIDVOCR } from './idv/captures.ts';
import { getHostedUrl } from './idv/hosted-url.ts';
import {
  deleteAddress,
  deleteConsent,
  deleteDateOfBirth,
  deleteEmailAddress,
  deleteExternalReference,
  deleteName,
  deletePhoneNumber,
  listExternalReferences,
} from './individuals/elements.ts';
import {
  createIndividual,
  deleteIndividual,
  getIndividual,
  updateIndividual,
} from './individuals.ts';
import { getMasterKey, rotateMasterKey } from './installation/admin-master-key.ts';
import { invalidateManual, verifyManually } from './manual-kyc.ts';
import {
  createMatchlist,
  listTenantMatchlists,
  updateMatchlist,
} from './matchlists/admin-matchlists.ts';
import {
  addMatchlistEntity,
  createMatchlistEntries,
  getMatchlistEntry,
  listMatchlistEntries,
  listMatchlists,
  removeMatchlistEntity,
  searchMatchlists,
  updateMatchlistEntry,
} from './matchlists/matchlists.ts';
import { getProfile, overrideRiskLevel, toggleMonitoring, updateProfile } from './profiles.ts';
import {
  decideAmlResults,
  decideDuplicateResults,
  decideFraudResults,
  decideIdvResults,
  decideMatchlistResults,
  listResults,
} from './results.ts';
import { searchProfiles } from './search-profiles.ts';
import { listWorkflows } from './workflows.ts';

/** Every operation that the server offers, in the order of the reference page. */
export const ALL_OPERATIONS: readonly Operation[] = [
  createIndividual,
  getIndividual,
  updateIndividual,
  deleteIndividual,
  deleteName,
  deleteDateOfBirth,
  deleteAddress,
  deleteEmailAddress,
  deletePhoneNumber,
  deleteConsent,
  listExternalReferences,
  deleteExternalReference,
  createDocument,
  listDocuments,
  getDocument,
  updateDocument,
  deleteDocument,
  deleteAttachment,
  decideDocument,
  listWorkflows,
  createAndExecuteWorkflow,
  executeWorkflow,
  updateAndExecuteWorkflow,
  listExecutions,
  getExecution,
  overrideExecution,
  getProfile,
  updateProfile,
  overrideRiskLevel,
  toggleMonitoring,
  listResults,
  decideAmlResults,
  decideMatchlistResults,
  decideDuplicateResults,
  decideFraudResults,
  decideIdvResults,
  getIDVToken,
  processIDVOCR,
  initBiometrics,
  checkIDVStatus,
  getHostedUrl,
  verifyManually,
  invalidateManual,
  listMatchlists,
  listMatchlistEntries,
  createMatchlistEntries,
  getMatchlistEntry,
  updateMatchlistEntry,
  addMatchlistEntity,
  removeMatchlistEntity,
  searchMatchlists,
  searchProfiles,
  listAuditEvents,
  createTenant,
  listTenants,
  createKey,
  revokeKey,
  importList,
  listLists,
  syncLists,
  retireList,
  listListEvents,
  listTenantMatchlists,
  createMatchlist,
  updateMatchlist,
  listPublishedWorkflows,
  validateWorkflow,
  publishWorkflow,
  showRiskProfile,
  publishRiskProfile,
  showManualKycPolicy,
  publishManualKycPolicy,
  importReference,
  listReferences,
  removeReference,
  listSignals,
  listProviders,
  replayScreening,
  verifyAudit,
  exportAudit,
  getMasterKey,
  rotateMasterKey,
  getHealth,
  getLiveness,
];
