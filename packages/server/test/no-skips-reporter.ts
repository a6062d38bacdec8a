import type { Reporter, TestModule } from 'vitest/node';

/**
 * Says in one line how many tests passed, and fails the run under `CI=true` when one was skipped: a
 * suite that silently does not run proves nothing.
 */
export class NoSkipsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const skipped = inState('skipped');
    const failed = inState('failed').length;
    process.stdout.write(
      `\n${inState('passed').length} passed, ${failed} failed, ${skipped.length} skipped\n`,
    );
    if (skipped.length === 0 || process.env.CI !== 'true') return;
    for (const test of skipped) {
      process.stderr.write(`Skipped: ${test.module.moduleId} › ${test.fullName}\n`);
    }
    process.exitCode = 1;
  }
}
