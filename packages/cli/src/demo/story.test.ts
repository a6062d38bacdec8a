import { ServerUnreachable } from '@probity/contract/client';
import { describe, expect, it } from 'vitest';
import { DemoFailed, newStory } from './story.ts';

describe('a story', () => {
  it('tells points in order, with facts and sentences', async () => {
    let told = '';
    const story = newStory((text) => {
      told += text;
    });
    await story.point('One', async (point) => {
      point.fact('id', 'X');
      point.fact('absent', undefined);
      point.say('Said.');
    });
    const value = await story.point('Two', async () => 7);

    expect(value).toBe(7);
    expect(told).toBe('\n 1  One\n      id  X\n      Said.\n\n 2  Two\n');
    expect(story.records()).toEqual([
      { title: 'One', facts: { id: 'X' }, sentences: ['Said.'] },
      { title: 'Two', facts: {}, sentences: [] },
    ]);
  });

  it('stops at a point that goes otherwise, and names it', async () => {
    const story = newStory(() => undefined);
    await story.point('One', async () => undefined);
    const failing = story.point('Two', async (point) =>
      point.expect('the status', 'PASS', 'REVIEW'),
    );

    await expect(failing).rejects.toThrow(DemoFailed);
    await expect(failing).rejects.toMatchObject({
      message: 'The demo failed at point 2, “Two”:',
      next: ['Expected the status to be PASS, but it is REVIEW.'],
    });
  });

  it('names the point also when no server answers', async () => {
    const story = newStory(() => undefined);
    const failing = story.point('One', async () => {
      throw new ServerUnreachable('http://127.0.0.1:1', { cause: undefined });
    });

    await expect(failing).rejects.toMatchObject({
      next: [expect.stringContaining('http://127.0.0.1:1'), expect.anything()],
    });
  });
});
