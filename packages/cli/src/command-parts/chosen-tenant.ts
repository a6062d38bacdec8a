import { demoCredentials, demoCredentialsPath } from '../connection/data-folder.ts';
import { WrongUsage } from '../terminal/refusal.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The options with which a command of the operator names a tenant. */
export type TenantOptions = { readonly customer?: string; readonly child?: string };

/** The tenant as operations of the operator take it. */
export type ChosenTenant = { readonly customerId: string; readonly customerChildId?: string };

/**
 * The tenant that was named, else the demo tenant.
 *
 * @throws {@link WrongUsage} when none was named and the demo tenant is not known here
 */
export async function chosenTenant(
  terminal: Terminal,
  { customer, child }: TenantOptions,
): Promise<ChosenTenant> {
  const customerId = customer ?? (await demoCredentials(terminal))?.customerId;
  if (customerId === undefined) {
    throw new WrongUsage('Which tenant? Name it with --customer <customerId>.', [
      `Without it the demo tenant is taken, but there is no ${demoCredentialsPath(terminal)}.`,
      '`probity tenant list` shows the tenants of the installation.',
    ]);
  }
  return { customerId, ...(child !== undefined && { customerChildId: child }) };
}
