import { FileIdInput, FileList, FilePreview, ListFilesInput } from '@friendsai/schema';
import { router, tenantProcedure } from '../trpc.ts';

/** The bytes go through `POST /files` and `GET /files/:id` (http/files.ts). */
export const filesRouter = router({
  list: tenantProcedure
    .input(ListFilesInput)
    .output(FileList)
    .query(({ ctx, input }) => ctx.butler.files.list(ctx.caller, input)),
  get: tenantProcedure
    .input(FileIdInput)
    .output(FilePreview)
    .query(({ ctx, input }) => ctx.butler.files.get(ctx.caller, input.id)),
  remove: tenantProcedure
    .input(FileIdInput)
    .mutation(({ ctx, input }) => ctx.butler.files.remove(ctx.caller, input.id)),
});
