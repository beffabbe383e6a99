-- Looking for work that lost its owner: runs that have not ended, or whose end has not been told everywhere. A run names
-- messages and holds none of their text.
DROP POLICY sweep ON runs;
--> statement-breakpoint
CREATE POLICY sweep ON runs FOR SELECT TO friendsai_app
  USING ((state IN ('queued', 'running') OR NOT settled) AND (SELECT current_setting('app.sweep', true)) = 'look');
--> statement-breakpoint
-- Marking many tenants' runs at once, so that the mark costs no commit for each run. (An update has to see its row as it was
-- and as it becomes.)
CREATE POLICY settle_sees ON runs FOR SELECT TO friendsai_app
  USING (ended_at IS NOT NULL AND (SELECT current_setting('app.sweep', true)) = 'settle');
--> statement-breakpoint
CREATE POLICY settle ON runs FOR UPDATE TO friendsai_app
  USING (ended_at IS NOT NULL AND (SELECT current_setting('app.sweep', true)) = 'settle')
  WITH CHECK (settled);
--> statement-breakpoint
CREATE FUNCTION only_settles() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
  BEGIN
    IF to_jsonb(NEW) - 'settled' <> to_jsonb(OLD) - 'settled' THEN
      RAISE EXCEPTION 'a sweep changes nothing but the mark';
    END IF;
    RETURN NEW;
  END
  $$;
--> statement-breakpoint
CREATE TRIGGER runs_only_settles BEFORE UPDATE ON runs
  FOR EACH ROW WHEN (current_setting('app.sweep', true) = 'settle') EXECUTE FUNCTION only_settles();
