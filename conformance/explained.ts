/** Documented statuses that no request can bring about here, and why. */
const REASONS: readonly { readonly statuses: readonly string[]; readonly because: string }[] = [
  {
    statuses: ['kyc-v2 getWorkflowExecutionResult 102'],
    because: 'HTTP has it before an answer; a running execution is answered with 200 and its state',
  },
  {
    statuses: ['kyc-v2 getWorkflows 404', 'core-v2 getWorkflows 404'],
    because: 'a service without workflows has an empty list',
  },
  {
    statuses: ['kyc-v2 searchIndividuals 404', 'core-v2 searchProfiles 404'],
    because: 'a search that finds nobody has an empty list',
  },
  {
    statuses: ['core-v2 getMatchlist 404'],
    because: 'every tenant has the default list, and a state in which there is none an empty list',
  },
  {
    statuses: ['core-v2 listAuditEvents 404'],
    because: 'filters that nothing fits have an empty list',
  },
  {
    statuses: ['core-v2 searchMatchlists 403'],
    because: 'another customer’s list is as unknown as one that is not there: 422',
  },
  {
    statuses: ['kyc-v2 getProfile 403', 'kyc-v2 updateProfile 403'],
    because: 'another customer’s person is as unknown as one who is not there: 404',
  },
  {
    statuses: ['kyc-v2 createAndExecuteWorkflow 422'],
    because:
      'somebody new is nobody’s duplicate, and nothing else keeps a person from an execution',
  },
];

export const EXPLAINED: Readonly<Record<string, string>> = Object.fromEntries(
  REASONS.flatMap(({ statuses, because }) => statuses.map((status) => [status, because])),
);
