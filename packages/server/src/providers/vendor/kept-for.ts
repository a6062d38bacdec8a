import type { Clock } from '../../kernel/clock.ts';
import type { Silent } from '../source-call.ts';

/** Gives what was answered a moment ago, or asks again; silence is not kept. */
export function keptFor(
  milliseconds: number,
  now: Clock,
): <Answer extends object>(ask: () => Promise<Answer | Silent>) => Promise<Answer | Silent> {
  let kept: { readonly answer: object; readonly until: number } | undefined;
  return async <Answer extends object>(ask: () => Promise<Answer | Silent>) => {
    if (kept && now().getTime() < kept.until) return kept.answer as Answer;
    const answer = await ask();
    if (!('outcome' in answer)) kept = { answer, until: now().getTime() + milliseconds };
    return answer;
  };
}
