import type { Client } from '@probity/contract/client';
import { type ListStatus, listLists } from '@probity/contract/operations/admin-lists';
import { Refusal } from '../terminal/refusal.ts';
import type { TenantOptions } from './chosen-tenant.ts';

/**
 * The list of that name, in upper or lower case, among the shared ones, or among the private ones of
 * the tenant that was named.
 *
 * @throws {@link Refusal} when there is none
 */
export async function chosenList(
  client: Client,
  name: string,
  { customer, child }: TenantOptions,
): Promise<ListStatus> {
  const { body } = await client.call(listLists);
  const [list] = body.lists.filter(
    (one) =>
      one.name.toLowerCase() === name.toLowerCase() &&
      one.customerId === customer &&
      one.customerChildId === child,
  );
  if (list) return list;
  const whose = customer === undefined ? 'shared list' : 'private list of this tenant';
  throw new Refusal(`There is no ${whose} of that name.`, [
    '`probity list status` shows the lists; name the tenant of a private one with --customer.',
  ]);
}
