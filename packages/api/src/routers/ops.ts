import { AuditPage, AuditVerdict, ListAuditInput } from '@friendsai/schema';
import { router, tenantProcedure } from '../trpc.ts';

/** A tenant's own trail: whoever owns the books may look at what was done to them. */
const audit = router({
  list: tenantProcedure
    .input(ListAuditInput)
    .output(AuditPage)
    .query(({ ctx, input }) => ctx.butler.audit.list(ctx.caller, input)),
  verify: tenantProcedure.output(AuditVerdict).query(({ ctx }) => ctx.butler.audit.verify(ctx.caller)),
});

export const opsRouter = router({ audit });
