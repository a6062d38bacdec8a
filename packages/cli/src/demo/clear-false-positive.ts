import { createIndividual } from '@probity/contract/operations/individuals';
import { type Customer, customerInWords } from './customer.ts';
import { amlStepOf, expectHitOn, tellHits } from './execution-in-words.ts';
import { decide, execute, type Stage } from './stage.ts';
import { DemoFailed } from './story.ts';

/** A customer hits a list, an officer finds that it is somebody else, and the customer passes. */
export async function clearFalsePositive(stage: Stage, customer: Customer): Promise<string> {
  const { story, client } = stage;
  const entityId = await story.point('A bank creates a customer', async (point) => {
    const { body } = await client.call(createIndividual, {
      body: { individual: customer.individual, serviceName: 'KYC' },
    });
    point.fact('customer', customerInWords(customer));
    point.fact('entity', body.individual.entityId);
    point.fact('profile', body.serviceProfiles[0]?.state);
    point.expect('the state of the service profile', 'INIT', body.serviceProfiles[0]?.state);
    if (body.individual.entityId === undefined) throw new DemoFailed('There is no entity id.');
    return body.individual.entityId;
  });
  const first = await story.point('KYC / AML-Screening finds hits', async (point) => {
    const execution = await execute(stage, point, { entityId, status: 'REVIEW' });
    point.expect('the AML step', 'HIT', amlStepOf(execution).result);
    tellHits(point, execution);
    expectHitOn(point, customer.listedAs, execution);
    return execution;
  });
  await story.point('An officer decides: not the same person', async (point) => {
    await decide(stage, point, {
      execution: first,
      manualStatus: 'FALSE_POSITIVE',
      comment: 'Passport seen: another person of the same name.',
    });
  });
  await story.point('The workflow runs again and remembers the decision', async (point) => {
    const execution = await execute(stage, point, { entityId, status: 'PASS' });
    point.expect('the AML step', 'CLEARED', amlStepOf(execution).result);
  });
  return entityId;
}
