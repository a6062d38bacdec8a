import { randomBytes, randomInt } from 'node:crypto';
import type { LoadRequest } from './load.ts';
import { SERVICE, WORKFLOW } from './stage.ts';

const COURSE = `/v2/individuals/new/serviceprofiles/${SERVICE}/workflows/${WORKFLOW}/execute`;

/** Mostly executions that somebody waits for; some in the background, some reading. */
export function someRequest(url: string, headers: Readonly<Record<string, string>>): LoadRequest {
  const lot = randomInt(10);
  if (lot < 3) return { method: 'GET', url: `${url}/v2/workflows`, headers };
  const word = randomBytes(5).toString('hex').replaceAll(/\d/g, 'x');
  const individual = {
    name: { givenName: word, familyName: `${word}son` },
    dateOfBirth: { year: '1980', month: '02', day: '03' },
    emailAddresses: [{ email: `${word}@example.org` }],
    consents: [{ type: 'GENERAL' }],
  };
  return {
    method: 'POST',
    url: `${url}${COURSE}`,
    headers: {
      ...headers,
      'content-type': 'application/json',
      ...(lot < 5 && { 'X-Frankie-Background': '1' }),
    },
    body: JSON.stringify({ individual }),
  };
}
