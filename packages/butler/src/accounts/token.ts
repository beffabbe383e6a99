import { createHash, randomBytes } from 'node:crypto';
import { TenantId } from '@friendsai/schema';

const FORM = /^fai_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

/**
 * A personal access token, `fai_<tenant>_<secret>`. It names its tenant, so that it can be looked up inside
 * that tenant's rows and nowhere else; the secret is 256 random bits, so a fast hash is enough.
 */
export function mintToken(tenantId: TenantId): string {
  return `fai_${tenantId.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`;
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The tenant that a token names; null for what is no token of ours. The token still has to be found there. */
export function tenantOfToken(token: string): TenantId | null {
  const hex = FORM.exec(token)?.[1];
  if (hex === undefined) return null;
  const dashed = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return TenantId.safeParse(dashed).data ?? null;
}
