-- The walls between tenants, and the audit chain. Written by hand: drizzle-kit knows neither FORCE nor grants nor triggers.
--
-- The owner of the tables migrates and does nothing else. The application comes in as friendsai_app, which owns nothing,
-- bypasses nothing, and sees of a tenant table only the rows of the tenant that the transaction has set.

GRANT USAGE ON SCHEMA public TO friendsai_app;
--> statement-breakpoint
CREATE FUNCTION current_tenant() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  -- A pooled connection that once had a tenant gives '' and not null when it has none.
  AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;
--> statement-breakpoint
-- Puts the wall around one tenant table: every later migration that adds a table calls it (a test finds those that do not).
CREATE PROCEDURE wall_in(target regclass, key name DEFAULT 'tenant_id')
  LANGUAGE plpgsql
  AS $$
  BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    -- The sub-select makes the planner evaluate the setting once and not for each row.
    EXECUTE format(
      'CREATE POLICY tenant ON %s TO friendsai_app USING (%I = (SELECT current_tenant())) WITH CHECK (%I = (SELECT current_tenant()))',
      target, key, key);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO friendsai_app', target);
  END
  $$;
--> statement-breakpoint
REVOKE ALL ON PROCEDURE wall_in(regclass, name) FROM PUBLIC;
--> statement-breakpoint
CALL wall_in('tenants', 'id');
--> statement-breakpoint
CALL wall_in('users');
--> statement-breakpoint
CALL wall_in('oauth_identities');
--> statement-breakpoint
CALL wall_in('api_tokens');
--> statement-breakpoint
CALL wall_in('agent_bindings');
--> statement-breakpoint
CALL wall_in('contacts');
--> statement-breakpoint
CALL wall_in('channels');
--> statement-breakpoint
CALL wall_in('messages');
--> statement-breakpoint
CALL wall_in('runs');
--> statement-breakpoint
CALL wall_in('audit_log');
--> statement-breakpoint
-- Three doors for callers that have no tenant yet. Each opens for reading only, and no wider than what the caller can name.
--
-- Signing in: the one user of an address that is given whole.
CREATE POLICY sign_in ON users FOR SELECT TO friendsai_app
  USING (email = (SELECT nullif(current_setting('app.sign_in_email', true), '')));
--> statement-breakpoint
-- Signing in through a provider: the one identity that is given whole.
CREATE POLICY sign_in ON oauth_identities FOR SELECT TO friendsai_app
  USING (provider || ':' || subject = (SELECT nullif(current_setting('app.oauth_identity', true), '')));
--> statement-breakpoint
-- Looking for work that lost its owner: rows of runs that have not ended. A run names messages and holds none of their text.
CREATE POLICY sweep ON runs FOR SELECT TO friendsai_app
  USING (state IN ('queued', 'running') AND (SELECT current_setting('app.sweep', true)) = 'on');
--> statement-breakpoint
-- Control plane: no tenant's data, so no wall; never deleted, so that an agent's id is not given twice.
GRANT SELECT, INSERT, UPDATE ON cells, slots TO friendsai_app;
--> statement-breakpoint
-- The audit log is only ever added to.
REVOKE UPDATE, DELETE ON audit_log FROM friendsai_app;
--> statement-breakpoint
CREATE FUNCTION audit_refuse() RETURNS trigger
  LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'audit_log is insert-only'; END $$;
--> statement-breakpoint
CREATE TRIGGER audit_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
--> statement-breakpoint
-- A row's hash: SHA-256, hex, over the row before it and everything this one says, as the text of a jsonb array
-- (jsonb orders keys, so the text does not depend on how the detail was written).
CREATE FUNCTION audit_hash(entry audit_log) RETURNS text
  LANGUAGE sql STABLE
  AS $$
    SELECT encode(sha256(convert_to(jsonb_build_array(
      entry.prev_hash, entry.tenant_id, entry.seq, to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      entry.actor, entry.action, entry.subject, entry.request_id, entry.detail
    )::text, 'UTF8')), 'hex')
  $$;
--> statement-breakpoint
CREATE FUNCTION audit_chain() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
  DECLARE last audit_log;
  BEGIN
    -- One writer at a time for each tenant, until its transaction ends: the chain has no forks.
    PERFORM pg_advisory_xact_lock(hashtextextended('audit:' || NEW.tenant_id::text, 0));
    SELECT * INTO last FROM audit_log WHERE tenant_id = NEW.tenant_id ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(last.seq, 0) + 1;
    NEW.at := date_trunc('milliseconds', clock_timestamp());
    NEW.prev_hash := coalesce(last.hash, repeat('0', 64));
    NEW.hash := audit_hash(NEW);
    RETURN NEW;
  END
  $$;
--> statement-breakpoint
CREATE TRIGGER audit_chained BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_chain();
