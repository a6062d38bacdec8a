import { describe, expect, it } from 'vitest';
import { readShippedWorkflows } from './shipped-workflows.ts';
import { explainStep, prepareStep } from './step-catalogue.ts';

describe('the shipped workflows', () => {
  it('hold, and can be run and explained', async () => {
    const workflows = await readShippedWorkflows();

    expect(
      workflows.map(({ serviceName, workflowName, lifecyclePhase, type }) => ({
        name: `${serviceName}/${workflowName}`,
        lifecyclePhase,
        type,
      })),
    ).toEqual([
      { name: 'AML/PEP & Sanctions', lifecyclePhase: 'MONITORING', type: 'pep_media' },
      { name: 'KYC/AML-Screening-Cautious', lifecyclePhase: 'ONBOARDING', type: 'aml_screening' },
      { name: 'KYC/AML-Screening', lifecyclePhase: 'ONBOARDING', type: 'aml_screening' },
    ]);
    for (const step of workflows.flatMap(({ steps }) => steps)) {
      expect(explainStep(step).join('')).not.toBe('');
      expect(prepareStep(step).isMandatory).toBe(true);
    }
  });
});
