import {
  type DefinitionProblem,
  validateWorkflow,
} from '@probity/contract/operations/admin-workflows';
import type { Command } from 'commander';
import type { CommandTools } from '../command-parts/command-tools.ts';
import { readDefinition } from '../command-parts/definition-file.ts';
import { type JsonOption, newCommand } from '../command-parts/new-command.ts';
import { operatorClient } from '../connection/operator-client.ts';
import { EXIT_CODE } from '../terminal/exit-code.ts';
import { plainText } from '../terminal/plain-text.ts';

/** `probity workflow validate`: says what is wrong with a definition, or what it would do. */
export function workflowValidate({ terminal, report }: CommandTools): Command {
  return newCommand({
    usage: 'validate <file>',
    summary: 'Check a workflow definition (YAML or JSON) without publishing it',
    examples: ['probity workflow validate onboarding.yaml'],
  }).action(async (file: string, options: JsonOption) => {
    const definition = await readDefinition(terminal, file);
    const client = await operatorClient(terminal);
    const { body } = await client.call(validateWorkflow, { body: { definition } });
    const lines = body.isValid
      ? [`${file} is valid.`, ...body.explanation.map((line) => `  ${line}`)]
      : [`${file} is not valid:`, ...body.problems.map(problemLine)];
    report(options, {
      json: body,
      text: lines.map((line) => line.replace(/\S.*/s, plainText)).join('\n'),
      exitCode: body.isValid ? EXIT_CODE.done : EXIT_CODE.failed,
    });
  });
}

function problemLine({ step, issue, issueLocation }: DefinitionProblem): string {
  return `  ${step === undefined ? '' : `step ${step}, `}${issueLocation}: ${issue}`;
}
