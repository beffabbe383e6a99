ALTER TABLE "channels" ADD COLUMN "last_read_position" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Whatever stood there before there were counts has been read. (The owner is bound by the walls too, so they are lifted for it.)
ALTER TABLE "channels" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "channels" SET "last_read_position" = "last_position";--> statement-breakpoint
ALTER TABLE "channels" FORCE ROW LEVEL SECURITY;
