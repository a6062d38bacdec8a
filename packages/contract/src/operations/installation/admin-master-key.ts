import { z } from 'zod';
import { RequestId } from '../../error.ts';
import type { Operation } from '../../operation.ts';
import { named } from '../../wire/named.ts';
import { Instant } from '../../wire/text.ts';
import { OPERATOR_ERRORS } from '../admin-tenants.ts';
import { Nothing } from '../path.ts';

const tag = 'Operator: master key';

export const MasterKeyStanding = named(
  'Admin-Master-Key',
  'How the master key stands. Marks tell keys apart and tell nothing of them.',
  z.object({
    mark: z.string().describe('Of the key in force.'),
    nextMark: z.string().nullable().describe('Of a key that this server was given to follow it.'),
    generation: z.int().min(0).describe('How often the key has changed.'),
    beganAt: Instant.nullable().describe('When the key in force was put in force.'),
    finishedAt: Instant.nullable().describe(
      'When the key in force had wrapped everything; null while that is under way.',
    ),
    left: z.int().min(0).describe('Keys that the key in force has not wrapped yet.'),
  }),
);
export type MasterKeyStanding = z.infer<typeof MasterKeyStanding>;

const shared = {
  tag,
  access: 'operator',
  parameters: Nothing,
  query: Nothing,
  body: Nothing,
  bodyPresence: 'none',
  background: false,
  errors: OPERATOR_ERRORS,
} as const;
const Answer = z.object({ requestId: RequestId, masterKey: MasterKeyStanding });

/** Tells which master key is in force and whether it has wrapped everything. */
export const getMasterKey = {
  ...shared,
  operationId: 'getMasterKey',
  method: 'GET',
  path: '/admin/v1/master-key',
  summary: 'Show how the master key stands',
  description: 'Counts the keys that the master key in force has not wrapped yet.',
  answers: { 200: Answer },
} satisfies Operation;

/** Puts the next master key in force. */
export const rotateMasterKey = {
  ...shared,
  operationId: 'rotateMasterKey',
  method: 'POST',
  path: '/admin/v1/master-key/rotate',
  summary: 'Rotate the master key',
  description:
    'Puts the next master key in force and has the servers wrap everything anew while they run. Where a change is under way, it goes on. Every server must know the next key first.',
  answers: { 202: Answer },
} satisfies Operation;
