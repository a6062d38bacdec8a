import { z } from 'zod';
import { AmlData } from './evidence/aml-data.ts';
import { named } from './wire/named.ts';

export const SupplementaryData = named(
  'Supplementary-Data',
  'The evidence itself; its shape depends on its type.',
  z.discriminatedUnion('type', [AmlData]),
);
export type SupplementaryData = z.infer<typeof SupplementaryData>;
