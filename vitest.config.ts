import { defineConfig } from 'vitest/config';
import { NoSkipsReporter } from './packages/server/test/no-skips-reporter.ts';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'conformance/*.test.ts'],
    globalSetup: ['packages/server/test/test-cluster.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    reporters: ['default', new NoSkipsReporter()],
  },
});
