CREATE TABLE "audit_heads" (
	"tenant_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_heads_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
CREATE TABLE "contact_facts" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"label" text NOT NULL,
	"label_key" text NOT NULL,
	"value" text,
	"was" text,
	"because" text NOT NULL,
	"confidence" real NOT NULL,
	"author" text NOT NULL,
	"message_id" uuid,
	"tool_call_id" uuid,
	"previous_id" uuid,
	"state" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "contact_facts_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "contact_facts_author" CHECK (author in ('user', 'butler')),
	CONSTRAINT "contact_facts_state" CHECK (state in ('current', 'superseded', 'undone')),
	CONSTRAINT "contact_facts_confidence" CHECK (confidence between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "files" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"text_state" text NOT NULL,
	"text" text,
	"created_at" timestamp (3) with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	CONSTRAINT "files_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "files_text_state" CHECK (text_state in ('pending', 'ready', 'none', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "interactions" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"happened_on" date NOT NULL,
	"summary" text NOT NULL,
	"message_id" uuid,
	"tool_call_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	"undone_at" timestamp (3) with time zone,
	CONSTRAINT "interactions_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "interactions_kind" CHECK (kind in ('meeting', 'meal', 'call', 'message', 'visit', 'gift', 'other'))
);
--> statement-breakpoint
CREATE TABLE "memories" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"text" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"written_by" text NOT NULL,
	"words" "tsvector" NOT NULL,
	"message_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "memories_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "memories_written_by" CHECK (written_by in ('user', 'butler'))
);
--> statement-breakpoint
CREATE TABLE "mentions" (
	"tenant_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"contact_id" uuid NOT NULL,
	"tool_call_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	CONSTRAINT "mentions_tenant_id_message_id_contact_id_pk" PRIMARY KEY("tenant_id","message_id","contact_id")
);
--> statement-breakpoint
CREATE TABLE "reminders" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"contact_id" uuid,
	"text" text NOT NULL,
	"due_on" date NOT NULL,
	"state" text NOT NULL,
	"message_id" uuid,
	"tool_call_id" uuid,
	"created_at" timestamp (3) with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "reminders_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "reminders_state" CHECK (state in ('open', 'done', 'removed'))
);
--> statement-breakpoint
CREATE TABLE "removals" (
	"tenant_id" uuid PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	"done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tool_calls" (
	"tenant_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"run_id" uuid,
	"message_id" uuid,
	"door" text NOT NULL,
	"call_key" text NOT NULL,
	"tool" text NOT NULL,
	"risk" text NOT NULL,
	"input" jsonb NOT NULL,
	"input_hash" text NOT NULL,
	"state" text NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"asks_because" text,
	"details" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"answer" text,
	"card" jsonb,
	"undo" jsonb,
	"undone" boolean DEFAULT false NOT NULL,
	"error_code" text,
	"reason" text,
	"decided_at" timestamp (3) with time zone,
	"told" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT date_trunc('milliseconds', now()) NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "tool_calls_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "tool_calls_door" CHECK (door in ('bridge', 'light', 'mcp')),
	CONSTRAINT "tool_calls_risk" CHECK (risk in ('read', 'write', 'external')),
	CONSTRAINT "tool_calls_state" CHECK (state in ('requested', 'awaiting-confirmation', 'executing', 'succeeded', 'failed', 'rejected', 'expired')),
	CONSTRAINT "tool_calls_ended" CHECK ((state in ('requested', 'awaiting-confirmation', 'executing')) = (ended_at is null))
);
--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "untrusted_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "attachments" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "untrusted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "resumed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "slots" ADD COLUMN "purged_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "confirm_writes" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_heads" ADD CONSTRAINT "audit_heads_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_facts" ADD CONSTRAINT "contact_facts_tenant_id_contact_id_contacts_tenant_id_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_tenant_id_contact_id_contacts_tenant_id_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memories" ADD CONSTRAINT "memories_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_tenant_id_message_id_messages_tenant_id_id_fk" FOREIGN KEY ("tenant_id","message_id") REFERENCES "public"."messages"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mentions" ADD CONSTRAINT "mentions_tenant_id_contact_id_contacts_tenant_id_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_tenant_id_tenants_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_tenant_id_contact_id_contacts_tenant_id_id_fk" FOREIGN KEY ("tenant_id","contact_id") REFERENCES "public"."contacts"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tool_calls" ADD CONSTRAINT "tool_calls_tenant_id_channel_id_channels_tenant_id_id_fk" FOREIGN KEY ("tenant_id","channel_id") REFERENCES "public"."channels"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tool_calls" ADD CONSTRAINT "tool_calls_tenant_id_run_id_runs_tenant_id_id_fk" FOREIGN KEY ("tenant_id","run_id") REFERENCES "public"."runs"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "contact_facts_current" ON "contact_facts" USING btree ("tenant_id","contact_id","label_key") WHERE state = 'current';--> statement-breakpoint
CREATE INDEX "contact_facts_history" ON "contact_facts" USING btree ("tenant_id","contact_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "contact_facts_call" ON "contact_facts" USING btree ("tenant_id","tool_call_id");--> statement-breakpoint
CREATE INDEX "files_of_channel" ON "files" USING btree ("tenant_id","channel_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "interactions_timeline" ON "interactions" USING btree ("tenant_id","contact_id","happened_on" DESC NULLS LAST) WHERE undone_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "memories_name" ON "memories" USING btree ("tenant_id","name_key");--> statement-breakpoint
CREATE INDEX "memories_recent" ON "memories" USING btree ("tenant_id","updated_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "mentions_of_contact" ON "mentions" USING btree ("tenant_id","contact_id");--> statement-breakpoint
CREATE INDEX "reminders_open" ON "reminders" USING btree ("tenant_id","due_on") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "tool_calls_key" ON "tool_calls" USING btree ("tenant_id","call_key");--> statement-breakpoint
CREATE UNIQUE INDEX "tool_calls_once" ON "tool_calls" USING btree ("tenant_id","message_id","input_hash") WHERE risk <> 'read' and state not in ('failed', 'rejected', 'expired');--> statement-breakpoint
CREATE INDEX "tool_calls_run" ON "tool_calls" USING btree ("tenant_id","run_id");--> statement-breakpoint
CREATE INDEX "tool_calls_outside" ON "tool_calls" USING btree ("tenant_id","channel_id","created_at") WHERE run_id is null;--> statement-breakpoint
CREATE INDEX "tool_calls_open" ON "tool_calls" USING btree ("tenant_id","channel_id","created_at") WHERE state in ('requested', 'awaiting-confirmation', 'executing');--> statement-breakpoint
CREATE INDEX "tool_calls_untold" ON "tool_calls" USING btree ("tenant_id","channel_id") WHERE not told;--> statement-breakpoint
CALL wall_in('contact_facts');--> statement-breakpoint
CALL wall_in('files');--> statement-breakpoint
CALL wall_in('interactions');--> statement-breakpoint
CALL wall_in('memories');--> statement-breakpoint
CALL wall_in('mentions');--> statement-breakpoint
CALL wall_in('reminders');--> statement-breakpoint
CALL wall_in('tool_calls');--> statement-breakpoint
-- Control plane: names a tenant that is being erased, or was, and nothing of theirs.
GRANT SELECT, INSERT, UPDATE ON removals TO friendsai_app;
