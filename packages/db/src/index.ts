export { type AuditEntry, appendAudit } from './audit.ts';
export { createCellLedger } from './cell-ledger.ts';
export { createDatabase, type Database, type Tx } from './database.ts';
export { nextEpoch } from './epoch.ts';
export { isUniqueViolation } from './errors.ts';
export { migrate } from './migrate.ts';
export * from './schema/index.ts';
export {
  type TakenSlot,
  type TenantContext,
  withControlPlane,
  withNewTenant,
  withOauthIdentity,
  withSettle,
  withSignIn,
  withSweep,
  withTenant,
} from './tenancy.ts';
