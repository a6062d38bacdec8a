import { describe, expect, it } from 'vitest';
import { explanationOf } from '../features/published-workflows/explain-definition.ts';
import { readShippedWorkflows } from './shipped-workflows.ts';
import { explainStep, prepareStep, stepNeeds } from './step-catalogue.ts';

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
      { name: 'KYC/GLB-AMLMedia', lifecyclePhase: 'ONBOARDING', type: 'pep_media' },
      { name: 'KYC/AML-Screening-Cautious', lifecyclePhase: 'ONBOARDING', type: 'aml_screening' },
      { name: 'KYC/AML-Screening', lifecyclePhase: 'ONBOARDING', type: 'aml_screening' },
      { name: 'KYC/Risk-Screening', lifecyclePhase: 'ONBOARDING', type: 'risk_screening' },
    ]);
    for (const step of workflows.flatMap(({ steps }) => steps)) {
      expect(explainStep(step).join('')).not.toBe('');
      // Signs of fraud are looked for where there is something to look at.
      expect(prepareStep(step).isMandatory).toBe(step.type !== 'FRAUD');
    }
  });

  it('are explained as a whole: what they need, whom they ask, what they lead to', async () => {
    const workflows = await readShippedWorkflows();
    const example = workflows.find(({ workflowName }) => workflowName === 'Risk-Screening');
    if (!example) throw new Error('The example is not shipped.');
    const told = explanationOf(example, { explain: explainStep, needs: stepNeeds });

    expect(told).toContain('BY_RISK: Way closer, when risk.level != "LOW": MEDIA run.');
    expect(told.slice(-5)).toEqual([
      'Needs of the person: a name (SCREENING, MEDIA), e-mail addresses (FRAUD), telephone numbers (FRAUD), devices (FRAUD), IP addresses (FRAUD).',
      'Needs consent: nothing.',
      'Asks: every list that is in service (SCREENING, MEDIA), any source of fraud (FRAUD).',
      'Every check is mandatory but FRAUD.',
      'Where nothing is found the status is PASS.',
    ]);
  });
});
