import { lockEntities } from '../entities/entity.store.ts';
import type { DecisionKind } from '../results/decide-results.command.ts';
import { settleProfiles } from '../standing/settle-profiles.command.ts';

/** That a person is the one on a list blocks them in every service; that they are not lets them back in. */
export const matchlistDecisions: Pick<DecisionKind, 'lock' | 'consequences'> = {
  lock: (tx, { entityId }) => lockEntities(tx.db, [entityId]),
  consequences: (tx, { entity, changing }) => {
    const [first] = changing;
    return settleProfiles(tx, entity, first && { processResultId: first.processResultId });
  },
};
