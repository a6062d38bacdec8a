import { createClient } from '@probity/contract/client';
import { getHealth } from '@probity/contract/operations/health';
import { DemoFailed, type Story } from './story.ts';

/** Tells which server plays, and which lists it searches. */
export async function showServer(
  story: Story,
  { url, isOwn }: { readonly url: string; readonly isOwn: boolean },
): Promise<void> {
  await story.point('A server answers', async (point) => {
    const { body } = await createClient({ url, channel: 'cli' }).call(getHealth);
    point.fact('url', `${url}${isOwn ? ', started for this demo' : ''}`);
    point.fact('health', body.status);
    point.fact('version', body.version);
    for (const { name, version, isStale, isLoaded } of body.lists) {
      const state = isLoaded ? (isStale ? 'stale' : 'ready') : 'not loaded';
      point.say(`List ${name}, version ${version}: ${state}`);
    }
    if (body.status === 'down') throw new DemoFailed('The server cannot serve.');
  });
}
