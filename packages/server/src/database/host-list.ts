const PARTS = /^(postgres(?:ql)?:\/\/(?:[^@/?#]*@)?)([^/?#]*)(.*)$/is;
const WISH = 'target_session_attrs';

/** What may be wished for: Probity writes, so that only the server which takes changes is of use. */
export const WRITABLE: readonly string[] = ['read-write', 'primary'];

/** The hosts that a database may be on, as an operator's URL names them. */
export type HostList = {
  /** One URL for each host, in their order, each as if it were the only one. */
  readonly urls: readonly string[];
  /** What the URL says of the server that it wants. */
  readonly wish: string | undefined;
};

/** Takes `postgres://user:password@one:5432,two:5432/database` apart; undefined where it is no such URL. */
export function readHostList(url: string): HostList | undefined {
  const [, before, hosts, after] = PARTS.exec(url) ?? [];
  if (before === undefined || hosts === undefined || after === undefined) return undefined;
  const urls = hosts.split(',').map((host) => `${before}${host}${after}`);
  if (!urls.every((one) => URL.canParse(one)) || (urls.length > 1 && hosts.includes(',,'))) {
    return undefined;
  }
  const wish = new URL(urls[0] ?? '').searchParams.get(WISH) ?? undefined;
  return { urls: urls.map(withoutWish), wish };
}

/** Only the wish is taken out: `pg` reads the rest as the operator wrote it. */
function withoutWish(url: string): string {
  return url.replace(
    new RegExp(`([?&])${WISH}=[^&#]*(&|(?=#|$))`),
    (_, before: string, after: string) => (after === '&' ? before : ''),
  );
}
