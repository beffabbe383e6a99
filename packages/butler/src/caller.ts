import type { TenantId, UserId } from '@friendsai/schema';

/** Who is asking, as the tenant resolver found it. Nothing business-like runs without one. */
export type Caller = {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly requestId: string;
};
