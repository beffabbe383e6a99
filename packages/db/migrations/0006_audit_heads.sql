-- Where each tenant's audit chain ends, kept apart from the log: whoever cuts rows off the end of the log leaves a head that
-- says that there were more. And the one way in which rows of the log ever go: with everything else of their tenant.
--
-- Functions of the owner's hand do both, and the owner is bound by the walls like everybody (it need not be a superuser). So
-- the wall of each tenant table is the owner's too: within the tenant that is set, and without one there are no rows.
DO $$
DECLARE target regclass;
BEGIN
  FOR target IN SELECT polrelid FROM pg_policy WHERE polname = 'tenant' LOOP
    EXECUTE format('ALTER POLICY tenant ON %s TO friendsai_app, CURRENT_USER', target);
  END LOOP;
END
$$;
--> statement-breakpoint
-- As in 0001_walls, with the owner behind the wall as well.
CREATE OR REPLACE PROCEDURE wall_in(target regclass, key name DEFAULT 'tenant_id')
  LANGUAGE plpgsql
  AS $$
  BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    -- The sub-select makes the planner evaluate the setting once and not for each row.
    EXECUTE format(
      'CREATE POLICY tenant ON %s TO friendsai_app, CURRENT_USER USING (%I = (SELECT current_tenant())) WITH CHECK (%I = (SELECT current_tenant()))',
      target, key, key);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO friendsai_app', target);
  END
  $$;
--> statement-breakpoint
CALL wall_in('audit_heads');
--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON audit_heads FROM friendsai_app;
--> statement-breakpoint
-- Each entry replaces a head, and finds room for the new one on the same page.
ALTER TABLE audit_heads SET (fillfactor = 50);
--> statement-breakpoint
-- Who checks every chain has to know which there are: the owner may list the tenants, which says nothing about anybody.
CREATE POLICY listed ON tenants FOR SELECT TO CURRENT_USER USING (true);
--> statement-breakpoint
-- The chains that there are are carried over. (Lifting the walls also holds up writers until all of this is committed.)
ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE audit_heads NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
LOCK TABLE tenants IN ACCESS EXCLUSIVE MODE;
--> statement-breakpoint
INSERT INTO audit_heads (tenant_id, seq, hash)
  SELECT t.id, coalesce(l.seq, 0), coalesce(l.hash, repeat('0', 64))
  FROM tenants t
  LEFT JOIN LATERAL (SELECT seq, hash FROM audit_log WHERE tenant_id = t.id ORDER BY seq DESC LIMIT 1) l ON true;
--> statement-breakpoint
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
-- Every tenant has a head from its first moment. One that is gone was taken away, and is not made anew.
CREATE FUNCTION audit_begin() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  BEGIN
    INSERT INTO audit_heads (tenant_id, seq, hash) VALUES (NEW.id, 0, repeat('0', 64));
    RETURN NULL;
  END
  $$;
--> statement-breakpoint
CREATE TRIGGER audit_begins AFTER INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION audit_begin();
--> statement-breakpoint
CREATE OR REPLACE FUNCTION audit_chain() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    head audit_heads;
    place tid := nullif(current_setting('app.audit_head', true), '');
  BEGIN
    -- The wall itself refuses such a row only after this trigger: by then a wait or another error would have told that there is
    -- such a tenant.
    IF NEW.tenant_id IS DISTINCT FROM current_tenant()
      AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user)
    THEN
      RAISE EXCEPTION 'new row violates row-level security policy for table "audit_log"'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- One writer at a time for each tenant, until its transaction ends: the chain has no forks.
    --
    -- The transaction remembers where it left the head, since a search by the key would go through every version of the row that
    -- the transaction has replaced. It is a place to look at first and no more: what anybody may set decides nothing.
    IF place IS NOT NULL THEN
      SELECT * INTO head FROM audit_heads WHERE ctid = place AND tenant_id = NEW.tenant_id FOR NO KEY UPDATE;
    END IF;
    IF head.tenant_id IS NULL THEN
      SELECT tenant_id, seq, hash, ctid INTO head.tenant_id, head.seq, head.hash, place
        FROM audit_heads WHERE tenant_id = NEW.tenant_id FOR NO KEY UPDATE;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'the audit chain of this tenant has no head';
      END IF;
    END IF;
    NEW.seq := head.seq + 1;
    NEW.at := date_trunc('milliseconds', clock_timestamp());
    NEW.prev_hash := head.hash;
    NEW.hash := audit_hash(NEW);
    UPDATE audit_heads SET seq = NEW.seq, hash = NEW.hash WHERE ctid = place RETURNING ctid INTO STRICT place;
    PERFORM set_config('app.audit_head', place::text, true);
    RETURN NEW;
  END
  $$;
--> statement-breakpoint
-- A trigger fires without the right to call its function; with it, anybody could hang it on a table of their own and move a head.
REVOKE ALL ON FUNCTION audit_begin(), audit_chain() FROM PUBLIC;
--> statement-breakpoint
-- Erases everything of the tenant that is set: its rows in every table that has the wall, the tenant itself last. In one
-- statement, since references are checked when it ends, so that no order has to be kept. Fails as a whole, to be called
-- again, when something of the tenant's is written at the same moment.
CREATE FUNCTION erase_tenant() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    mine uuid := current_tenant();
    deletes text;
  BEGIN
    IF mine IS NULL THEN
      RAISE EXCEPTION 'no tenant is set';
    END IF;
    -- Waits for who is adding rows to the tenant, and holds up who would.
    PERFORM FROM tenants WHERE id = mine FOR UPDATE;
    SELECT string_agg(format('t%s AS (DELETE FROM %s WHERE tenant_id = $1)', polrelid, polrelid::regclass), ', ')
      INTO STRICT deletes
      FROM pg_policy WHERE polname = 'tenant' AND polrelid <> 'tenants'::regclass;
    PERFORM set_config('app.erasing', 'on', true);
    EXECUTE 'WITH ' || deletes || ' DELETE FROM tenants WHERE id = $1' USING mine;
    PERFORM set_config('app.erasing', '', true);
  END
  $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION erase_tenant() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION erase_tenant() TO friendsai_app;
--> statement-breakpoint
-- Anybody can make a setting, and only the owner is the owner: it takes both, so that the owner does not do it by mistake.
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
  BEGIN
    IF TG_OP = 'DELETE' AND current_setting('app.erasing', true) = 'on'
      AND current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
    THEN
      RETURN NULL;
    END IF;
    RAISE EXCEPTION 'audit_log is insert-only';
  END
  $$;
