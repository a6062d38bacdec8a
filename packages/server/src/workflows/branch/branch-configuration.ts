import { z } from 'zod';
import { When } from '../decision/when.ts';

const StepName = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'Must be the name of a step');
const WorkflowName = z.string().trim().min(1).max(100);

const way = {
  /** Of the steps that any way of this branch names, the ones that run. */
  steps: z.array(StepName).max(100).optional(),
  /** The workflow of the same service in which the run goes on instead. */
  workflow: WorkflowName.optional(),
};

const isOne = ({ steps, workflow }: { steps?: unknown; workflow?: unknown }) =>
  (steps === undefined) !== (workflow === undefined);
const ONE = 'Must name either steps or a workflow';

export const BranchConfiguration = z
  .strictObject({
    ways: z
      .array(
        z
          .strictObject({
            way: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'Must be in lower case, as low-risk'),
            when: When,
            ...way,
          })
          .refine(isOne, { message: ONE }),
      )
      .min(1)
      .max(20),
    /** Where no condition holds; without it none of the named steps runs. */
    otherwise: z.strictObject(way).refine(isOne, { message: ONE }).optional(),
  })
  .superRefine(({ ways }, context) => {
    const names = ways.map(({ way }) => way);
    for (const [at, name] of names.entries()) {
      if (name === 'otherwise' || names.indexOf(name) < at) {
        const message = 'Must be another name than that of the other ways';
        context.addIssue({ code: 'custom', path: ['ways', at, 'way'], message });
      }
    }
  });
export type BranchConfiguration = z.output<typeof BranchConfiguration>;

/** Where a branch leads: on among the steps of the workflow, or into another one. */
export type Way = {
  readonly way: string;
  readonly steps?: readonly string[] | undefined;
  readonly workflow?: string | undefined;
};

/** The steps that a branch decides about. */
export function decidedSteps({ ways, otherwise }: BranchConfiguration): readonly string[] {
  return [...new Set([...ways, otherwise].flatMap((one) => one?.steps ?? []))];
}

/** The workflows that a branch may lead into. */
export function ledInto({ ways, otherwise }: BranchConfiguration): readonly string[] {
  return [...new Set([...ways, otherwise].flatMap((one) => one?.workflow ?? []))];
}
