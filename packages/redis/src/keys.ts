import type { TenantId } from '@friendsai/schema';

const PART = /^[A-Za-z0-9._-]{1,200}$/;

function join(prefix: string, parts: readonly string[]): string {
  for (const part of parts) {
    // A colon in a part could make one tenant's key look like another's.
    if (!PART.test(part)) throw new Error(`not a part of a key: ${JSON.stringify(part.slice(0, 40))}`);
  }
  return [prefix, ...parts].join(':');
}

/** A tenant's key, `t:{tenantId}:…`. Every key of a tenant is built here. */
export function tenantKey(tenantId: TenantId, ...parts: [string, ...string[]]): string {
  return join(`t:${tenantId}`, parts);
}

/** A key for somebody who has no tenant yet, `anon:…`: limits on signing in. Parts are digests, never names. */
export function anonymousKey(...parts: [string, ...string[]]): string {
  return join('anon', parts);
}
