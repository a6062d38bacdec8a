import { ApiFailure } from '@probity/contract/client';
import { deleteIndividual, getIndividual } from '@probity/contract/operations/individuals';
import type { Stage } from './stage.ts';

/** Deletes a person and makes sure that nothing answers for them any more. */
export async function forgetPerson({ story, client }: Stage, entityId: string): Promise<void> {
  await story.point('The second customer is deleted', async (point) => {
    const { body } = await client.call(deleteIndividual, { path: { entityId } });
    point.fact('entity', body.entityId);
    point.expect('the entity', entityId, body.entityId);
    const after = await statusOf(() => client.call(getIndividual, { path: { entityId } }));
    point.expect('the HTTP status of reading it again', 404, after);
    point.say('Reading it again answers 404: the data is gone, its key is destroyed.');
  });
}

async function statusOf(call: () => Promise<{ status: number }>): Promise<number> {
  try {
    return (await call()).status;
  } catch (error) {
    if (error instanceof ApiFailure) return error.status;
    throw error;
  }
}
