-- What ended before there was such a mark has been seen to.
ALTER TABLE "runs" ADD COLUMN "settled" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ALTER COLUMN "settled" SET DEFAULT false;--> statement-breakpoint
CREATE INDEX "runs_unsettled" ON "runs" USING btree ("tenant_id","channel_id") WHERE not settled and ended_at is not null;
