import { createClient } from '@probity/contract/client';
import type { Command } from 'commander';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { demoCredentials, demoCredentialsPath } from '../connection/data-folder.ts';
import { demoServer } from '../connection/demo-server.ts';
import { customerPair, type DemoList, demoList } from '../demo/demo-list.ts';
import { importDemoList } from '../demo/import-demo-list.ts';
import { playDemo } from '../demo/play-demo.ts';
import { showServer } from '../demo/show-server.ts';
import { newStory, type Story } from '../demo/story.ts';
import { interruptible } from '../terminal/interruption.ts';
import { Refusal, WrongUsage } from '../terminal/refusal.ts';
import type { Terminal } from '../terminal/terminal.ts';

type Options = JsonOption & { readonly list?: string; readonly source?: string };

/** `probity demo`: plays the main job and tells it. */
export function demo({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'demo',
    summary: 'Play the main job: screen people, decide about hits, override, read everything back',
    examples: [
      'probity demo',
      'probity demo --list downloads/ofac',
      'probity demo --list consolidated.xml --source un-consolidated',
    ],
  })
    .option('--list <path>', 'a file or folder with a list: imported first, people are from it')
    .option('--source <source>', 'the format of the list, where it cannot be told from the files')
    .action(async (options: Options) => {
      const list = await listOf(terminal, options);
      const story = newStory(options.json ? () => undefined : terminal.out);
      await interruptible((signal) => playOnServer({ terminal, story, list, signal }));
      report(options, {
        json: { points: story.records() },
        text: '\nEverything went as it should.',
      });
    });
}

async function listOf(
  terminal: Terminal,
  { list, source }: Options,
): Promise<DemoList | undefined> {
  if (list !== undefined) return demoList({ from: terminal.folder, path: list, source });
  if (source !== undefined) throw new WrongUsage('--source goes with --list.');
  return undefined;
}

type Play = {
  readonly terminal: Terminal;
  readonly story: Story;
  readonly list: DemoList | undefined;
  readonly signal: AbortSignal;
};

async function playOnServer({ terminal, story, list, signal }: Play): Promise<void> {
  const server = await demoServer(terminal, signal);
  try {
    const { url, isOwn } = server;
    await showServer(story, { url, isOwn });
    if (list) await importDemoList({ terminal, story, url, signal }, list);
    const client = createClient({
      url,
      ...(await credentials(terminal)),
      username: 'demo-officer',
      channel: 'cli',
      fetch: (input, init) => fetch(input, { ...init, signal }),
    });
    await playDemo({ story, client }, customerPair(list));
  } finally {
    await server.stop();
  }
}

async function credentials(terminal: Terminal) {
  const found = await demoCredentials(terminal);
  if (found) return found;
  throw new Refusal(`There is no ${demoCredentialsPath(terminal)}: the demo plays as its tenant.`, [
    'Set PROBITY_DATA_DIR to the data folder of the server that runs.',
  ]);
}
