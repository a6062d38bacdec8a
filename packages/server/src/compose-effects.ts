import { AUDIT_EVENT_EFFECT } from './features/audit/audit-event.store.ts';
import { COMMENT_EFFECT } from './features/comments/comment.store.ts';
import {
  ATTACHMENT_EFFECT,
  ENTITY_KEY_EFFECT,
  INDIVIDUAL_EFFECT,
} from './features/entities/entity.store.ts';
import { EXECUTION_EFFECT, EXECUTION_END_EFFECT } from './features/executions/execution.store.ts';
import { MONITORING_EFFECT } from './features/monitoring/monitoring.store.ts';
import { REQUEST_KEY_EFFECT } from './features/request-keys/request-key.store.ts';
import { PROCESS_RESULT_EFFECT } from './features/results/process-result.store.ts';
import {
  OPENED_RESULT_EFFECT,
  PROCESS_RESULT_EXPIRED_EFFECT,
  PROCESS_RESULT_STALE_EFFECT,
} from './features/results/result-effects.store.ts';
import {
  RISK_ASSESSMENT_EFFECT,
  RISK_FACTOR_EFFECT,
  RISK_FACTOR_STALE_EFFECT,
} from './features/risk/risk.store.ts';
import {
  PROFILE_STATE_EFFECT,
  SERVICE_PROFILE_EFFECT,
} from './features/service-profiles/service-profile.store.ts';

/** Every kind of row that may commit with a run. */
export const EFFECTS = [
  INDIVIDUAL_EFFECT,
  ENTITY_KEY_EFFECT,
  ATTACHMENT_EFFECT,
  SERVICE_PROFILE_EFFECT,
  EXECUTION_EFFECT,
  EXECUTION_END_EFFECT,
  PROFILE_STATE_EFFECT,
  PROCESS_RESULT_EFFECT,
  OPENED_RESULT_EFFECT,
  PROCESS_RESULT_STALE_EFFECT,
  RISK_FACTOR_EFFECT,
  RISK_FACTOR_STALE_EFFECT,
  RISK_ASSESSMENT_EFFECT,
  MONITORING_EFFECT,
  PROCESS_RESULT_EXPIRED_EFFECT,
  COMMENT_EFFECT,
  AUDIT_EVENT_EFFECT,
  REQUEST_KEY_EFFECT,
];
