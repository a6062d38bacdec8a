/**
 * Several servers on one database under mixed load, while whatever can break is broken: what was
 * acknowledged is kept outside and compared with what is there in the end. The last line is the result.
 */
import { checkAnswers } from './check-answers.ts';
import { awaitRuns, checkRows } from './check-rows.ts';
import { drive } from './drive.ts';
import { type FaultCounts, injectFaults, mend } from './faults.ts';
import { Ledger } from './ledger.ts';
import { type ChaosSettings, readSettings } from './settings.ts';
import { type Stage, setStage } from './stage.ts';
import { Verdict } from './verdict.ts';

const MINUTE_MS = 60_000;

async function breakEverything(stage: Stage, settings: ChaosSettings) {
  const ledger = new Ledger();
  const counts: FaultCounts = {
    kills: 0,
    databaseKills: 0,
    pauses: 0,
    fullDisks: 0,
    failedStarts: 0,
  };
  const endsAt = performance.now() + settings.minutes * MINUTE_MS;
  const areFaultsOver = () => performance.now() >= endsAt;
  let isOver = false;
  const driving = Promise.all(
    Array.from({ length: settings.callers }, () => drive({ stage, ledger, isOver: () => isOver })),
  );
  try {
    await injectFaults({ stage, ledger, counts, isOver: areFaultsOver });
    await mend({ stage, counts });
  } finally {
    isOver = true;
    await driving;
  }
  return { ledger, counts };
}

async function judge(stage: Stage, ledger: Ledger): Promise<Verdict> {
  const verdict = new Verdict();
  await awaitRuns(stage);
  await checkAnswers({ stage, ledger, verdict });
  await checkRows({ stage, ledger, verdict });
  verdict.violations.push(
    ...ledger.violations,
    ...stage.provider.violations,
    ...stage.nodes.flatMap((node) => node.violations),
  );
  return verdict;
}

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2));
  const tell = (line: string) => settings.isJson || process.stdout.write(`${line}\n`);
  const stage = await setStage({ ...settings, hasSmallDisk: !settings.isFailover });
  try {
    const { ledger, counts } = await breakEverything(stage, settings);
    const verdict = await judge(stage, ledger);
    for (const line of verdict.lines()) process.stderr.write(`${line}\n`);
    tell(`disk: ${stage.disk ? 'of its own, and filled' : 'never filled'}`);
    process.stdout.write(`${JSON.stringify(figuresOf({ stage, ledger, counts, verdict }))}\n`);
    process.exitCode = verdict.isClean ? 0 : 1;
  } finally {
    await stage.close();
  }
}

type Outcome = {
  readonly stage: Stage;
  readonly ledger: Ledger;
  readonly counts: FaultCounts;
  readonly verdict: Verdict;
};

function figuresOf({ stage: { provider }, ledger, counts, verdict }: Outcome): object {
  return {
    operations: ledger.operations,
    ...counts,
    lost: verdict.lost.length,
    doubled: verdict.doubled.length,
    stuck: verdict.stuck.length,
    violations: verdict.violations.length,
    acknowledged: ledger.acknowledged,
    refused: ledger.refused,
    unanswered: ledger.unanswered,
    people: ledger.people.size,
    executions: ledger.executions.size,
    passed: [...ledger.executions.values()].filter(({ results }) => results.has('PASS')).length,
    decisions: ledger.decisions.size,
    overrides: ledger.overrides.size,
    asks: provider.asks,
    repeatedAsks: provider.repeated,
    mistreatedAsks: provider.mistreated,
    longestOutageMs: Math.max(0, ...ledger.outagesMs),
    longestSilenceMs: Math.round(ledger.longestSilenceMs),
  };
}

await main();
