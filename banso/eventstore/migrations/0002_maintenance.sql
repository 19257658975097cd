-- What subscribers, rebuilding, audits and erasure need.

-- How many effects an event called for when it was recorded: reactions change with releases, and an audit of an old
-- event must not ask today's. Null in events from before this was counted.
ALTER TABLE banso.events ADD COLUMN effects smallint;

CREATE TRIGGER never_truncated BEFORE TRUNCATE ON banso.commands
    FOR EACH STATEMENT EXECUTE FUNCTION banso.refuse_change();

-- Subscribers work for one tenant at a time and have to know which there are; names of tenants and nothing else.
CREATE FUNCTION banso.tenants() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE found AS (
        (SELECT tenant FROM banso.streams ORDER BY tenant LIMIT 1)
        UNION ALL
        SELECT (SELECT s.tenant FROM banso.streams AS s WHERE s.tenant > found.tenant ORDER BY s.tenant LIMIT 1)
        FROM found WHERE found.tenant IS NOT NULL
    )
    SELECT tenant FROM found WHERE tenant IS NOT NULL $$;
REVOKE ALL ON FUNCTION banso.tenants() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION banso.tenants() TO banso_application;

-- A process may still remember a key that another one has destroyed: every writing transaction asks this.
CREATE FUNCTION banso_keys.require_living(wanted_tenant text, subjects text[]) RETURNS void
    LANGUAGE plpgsql STABLE AS $$
DECLARE erased text;
BEGIN
    SELECT subject INTO erased FROM banso_keys.erasures
        WHERE tenant = wanted_tenant AND subject = ANY(subjects) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '%', erased USING ERRCODE = 'integrity_constraint_violation';
    END IF;
END $$;

-- An empty table of the same shape beside a read model: columns, keys, indexes, row-level security, grants.
CREATE FUNCTION banso.stand_in(model text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    old regclass := format('banso.%I', model)::regclass;
    new text := format('banso.%I', model || '_rebuilt');
    granted record;
BEGIN
    EXECUTE format('DROP TABLE IF EXISTS %s', new);
    EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', new, old);
    PERFORM banso.separate_tenants(new::regclass);
    FOR granted IN
        SELECT acl.privilege_type AS privilege, pg_get_userbyid(acl.grantee) AS grantee
        FROM pg_class, aclexplode(relacl) AS acl WHERE oid = old AND acl.grantee NOT IN (0, relowner)
    LOOP
        EXECUTE format('GRANT %s ON %s TO %I', granted.privilege, new, granted.grantee);
    END LOOP;
END $$;

-- The rebuilt table takes the name and the names of indexes of the old one, which is gone.
CREATE FUNCTION banso.swap_in(model text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    old regclass := format('banso.%I', model)::regclass;
    new regclass := format('banso.%I', model || '_rebuilt')::regclass;
    names jsonb;
    pair record;
BEGIN
    SELECT jsonb_object_agg(after.indexrelid::regclass::text, class.relname) INTO names
        FROM pg_index AS before JOIN pg_class AS class ON class.oid = before.indexrelid
        JOIN pg_index AS after ON after.indrelid = new AND after.indkey::text = before.indkey::text
            AND after.indisunique = before.indisunique AND after.indisprimary = before.indisprimary
        WHERE before.indrelid = old;
    EXECUTE format('DROP TABLE %s', old);
    EXECUTE format('ALTER TABLE %s RENAME TO %I', new, model);
    FOR pair IN SELECT key, value FROM jsonb_each_text(names) LOOP
        EXECUTE format('ALTER INDEX %s RENAME TO %I', pair.key, pair.value);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION banso.stand_in(text), banso.swap_in(text) FROM PUBLIC;
