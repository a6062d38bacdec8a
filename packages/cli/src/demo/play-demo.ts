import type { ListedPerson } from '../listed-people/listed-person.ts';
import { clearFalsePositive } from './clear-false-positive.ts';
import { customerLike } from './customer.ts';
import { forgetPerson } from './forget-person.ts';
import { readEverythingBack } from './read-everything-back.ts';
import { acceptTruePositive, rejectTruePositive } from './reject-true-positive.ts';
import { runInBackground } from './run-in-background.ts';
import type { Stage } from './stage.ts';

/** Plays the main job from the first customer to the last word, and stops where it goes wrong. */
export async function playDemo(
  stage: Stage,
  [first, second]: readonly [ListedPerson, ListedPerson],
): Promise<void> {
  const cleared = await clearFalsePositive(stage, await customerLike(first));
  const customer = await customerLike(second);
  const { failed } = await rejectTruePositive(stage, customer);
  await readEverythingBack(stage, { customer, failed });
  await acceptTruePositive(stage, failed);
  await runInBackground(stage, cleared);
  await forgetPerson(stage, failed.entityId);
}
