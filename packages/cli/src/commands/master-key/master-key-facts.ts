import type { MasterKeyStanding } from '@probity/contract/operations/installation/admin-master-key';

/** How the master key stands, in a line or two. */
export function masterKeyInWords(standing: MasterKeyStanding): string {
  const { mark, nextMark, generation, beganAt, finishedAt, left } = standing;
  const lines = [`Master key ${mark} is in force${beganAt ? ` since ${beganAt}` : ''}.`];
  if (generation > 0 && finishedAt === null) {
    lines.push(`It follows another: ${left} keys are to be wrapped anew. Keep both keys.`);
  } else if (left > 0) {
    lines.push(`${left} keys are under an earlier one.`);
  } else if (finishedAt !== null) {
    lines.push(`It has wrapped everything since ${finishedAt}.`);
  }
  if (nextMark !== null) lines.push(`Master key ${nextMark} can follow it.`);
  return lines.join('\n');
}
