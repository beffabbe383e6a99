export { type AuditEntry, appendAudit } from './audit.ts';
export { type AuditProblem, type AuditVerdict, verifyAudit } from './audit-verify.ts';
export { verifyAllAudits } from './audit-verify-all.ts';
export { createCellLedger } from './cell-ledger.ts';
export { createDatabase, type Database, type Tx } from './database.ts';
export { nextEpoch } from './epoch.ts';
export { isUniqueViolation } from './errors.ts';
export { migrate } from './migrate.ts';
export * from './schema/index.ts';
export {
  eraseTenant,
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
