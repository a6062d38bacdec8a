import { describe, expect, it } from 'vitest';
import { explanationOf } from '../features/published-workflows/explain-definition.ts';
import { readShippedWorkflows } from './shipped-workflows.ts';
import { explainStep, prepareStep, stepNeeds } from './step-catalogue.ts';

describe('the shipped workflows', () => {
  it('hold, and can be run and explained', async () => {
    const workflows = await readShippedWorkflows();

    expect(
      workflows.map(
        ({ serviceName, workflowName, lifecyclePhase }) =>
          `${serviceName}/${workflowName} ${lifecyclePhase}`,
      ),
    ).toEqual([
      'AML/PEP & Sanctions MONITORING',
      'KYC/AUS-Advanced1V-IDOnly ONBOARDING',
      'KYC/AUS-Advanced3V-TwoPlusID ONBOARDING',
      'KYC/AUS-Basic1V-IDOnly ONBOARDING',
      'KYC/AUS-Basic2V-TwoPlus ONBOARDING',
      'KYC/AUS-Basic2V-TwoPlusID ONBOARDING',
      'KYC/AUS-Basic3V-AgeVerify ONBOARDING',
      'KYC/AUS-Basic3V-TwoPlus ONBOARDING',
      'KYC/AUS-Basic3V-TwoPlusID ONBOARDING',
      'KYC/AUS-Risk-CDD-Email-Phone-Device-IP ONBOARDING',
      'KYC/AUS-Risk-CDD-Email-Phone ONBOARDING',
      'KYC/Basic-Monitoring-TxAM MONITORING',
      'KYC/GLB-AddressVerify ONBOARDING',
      'KYC/GLB-AMLMedia ONBOARDING',
      'KYC/GLB-IntlOnePlus ONBOARDING',
      'KYC/AML-Screening-Cautious ONBOARDING',
      'KYC/AML-Screening ONBOARDING',
      'KYC/KYC-DocumentFace ONBOARDING',
      'KYC/Risk-Screening ONBOARDING',
      'KYC/NZL-Basic1V-OnePlusOne ONBOARDING',
      'KYC/USA-Basic1V-OnePlus ONBOARDING',
      'KYC/USA-eIDExpress ONBOARDING',
    ]);
    for (const step of workflows.flatMap(({ steps }) => steps)) {
      expect(explainStep(step).join('')).not.toBe('');
      // Signs of fraud are looked for where there is something to look at, unless it is asked for.
      const isMandatory = step.type !== 'FRAUD' || 'requires' in step.configuration;
      expect(prepareStep(step).isMandatory).toBe(isMandatory);
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
      'Asks: every list that is in service (SCREENING, MEDIA), any provider of watchlists (SCREENING, MEDIA), any source of fraud (FRAUD).',
      'Every check is mandatory but FRAUD.',
      'Where nothing is found the status is PASS.',
    ]);
  });
});
