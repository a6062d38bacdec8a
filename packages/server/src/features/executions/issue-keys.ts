/** What keys of issues are made for: `category AML`, `issue SANCTION`, `severity WARNING`. */
export const ISSUE_KEYS = 'issues';
