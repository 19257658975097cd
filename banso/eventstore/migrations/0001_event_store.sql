-- The event store: the truth, append-only in the database itself, one tenant apart from the other.

DO $$ BEGIN CREATE ROLE banso_application NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE banso_relay NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;

CREATE SCHEMA banso;
CREATE SCHEMA banso_keys;

-- Every policy below asks this: a transaction that set no tenant fails loudly instead of seeing nothing.
CREATE FUNCTION banso.current_tenant() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE tenant text := current_setting('banso.tenant', true);
BEGIN
    IF tenant IS NULL OR tenant = '' THEN
        RAISE EXCEPTION 'no tenant is set for this transaction' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN tenant;
END $$;

CREATE FUNCTION banso.separate_tenants(relation regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
    EXECUTE format(
        'CREATE POLICY one_tenant ON %s TO banso_application '
        'USING (tenant = (SELECT banso.current_tenant())) WITH CHECK (tenant = (SELECT banso.current_tenant()))',
        relation);
END $$;

-- A restore into another cluster or database starts a new epoch: transaction ids of the old one mean nothing there.
CREATE TABLE banso.epochs (
    epoch integer PRIMARY KEY,
    system_identifier text NOT NULL,
    database_oid oid NOT NULL,
    began_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What the master key answers to a fixed question, so that a wrong key is noticed at start.
CREATE TABLE banso.installation (name text PRIMARY KEY, value text NOT NULL);

CREATE SEQUENCE banso.event_position;

CREATE TABLE banso.events (
    tenant text NOT NULL,
    stream text NOT NULL,
    version bigint NOT NULL,
    position bigint NOT NULL DEFAULT nextval('banso.event_position'),
    epoch integer NOT NULL,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    event_id uuid NOT NULL,
    type text NOT NULL,
    schema_version smallint NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor jsonb NOT NULL,
    command_id text NOT NULL,
    correlation_id text NOT NULL,
    causation_id text,
    payload bytea NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (tenant, stream, version)
);
CREATE INDEX events_in_order ON banso.events (tenant, epoch, transaction_id, position);
CREATE INDEX events_by_id ON banso.events (tenant, event_id);

CREATE FUNCTION banso.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON banso.events FOR EACH ROW EXECUTE FUNCTION banso.refuse_change();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON banso.events FOR EACH STATEMENT EXECUTE FUNCTION banso.refuse_change();

-- The head of each stream: the row that a command locks, with the cached fold beside it.
CREATE TABLE banso.streams (
    tenant text NOT NULL,
    stream text NOT NULL,
    kind text NOT NULL,
    version bigint NOT NULL,
    hash bytea NOT NULL,
    state bytea NOT NULL,
    state_version integer NOT NULL,
    finished boolean NOT NULL,
    PRIMARY KEY (tenant, stream)
);
CREATE INDEX streams_open ON banso.streams (tenant, stream) WHERE NOT finished;

CREATE TABLE banso.commands (
    tenant text NOT NULL,
    command_id text NOT NULL,
    stream text NOT NULL,
    fingerprint bytea NOT NULL,
    receipt bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, command_id)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON banso.commands
    FOR EACH ROW EXECUTE FUNCTION banso.refuse_change();

-- The ledger of effects: what the outside world should do, and how far that is.
CREATE TABLE banso.effects (
    tenant text NOT NULL,
    effect_id uuid NOT NULL,
    stream text NOT NULL,
    version bigint NOT NULL,
    place smallint NOT NULL,
    kind text NOT NULL,
    process text,
    payload jsonb NOT NULL,
    depends_on uuid[] NOT NULL DEFAULT '{}',
    correlation_id text NOT NULL,
    status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'attempted', 'done', 'uncertain', 'parked')),
    attempts integer NOT NULL DEFAULT 0,
    reason text,
    created_at timestamptz NOT NULL,
    settled_at timestamptz,
    PRIMARY KEY (tenant, effect_id)
);
CREATE INDEX effects_due ON banso.effects (tenant, stream, version, place) WHERE status IN ('pending', 'attempted');
CREATE INDEX effects_for_people ON banso.effects (tenant, status) WHERE status IN ('uncertain', 'parked');

-- "This stream has news": read by the relay, cleared by plans only, and only up to the version that they read.
CREATE TABLE banso.news (
    tenant text NOT NULL,
    stream text NOT NULL,
    version bigint NOT NULL,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    leased_until timestamptz,
    PRIMARY KEY (tenant, stream)
);
CREATE INDEX news_to_pass_on ON banso.news (leased_until NULLS FIRST, since);

CREATE TABLE banso.checkpoints (
    tenant text NOT NULL,
    subscriber text NOT NULL,
    epoch integer NOT NULL,
    transaction_id xid8 NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (tenant, subscriber)
);

CREATE TABLE banso.playbook_pins (
    tenant text NOT NULL,
    hash text NOT NULL,
    name text NOT NULL,
    version integer NOT NULL,
    rules bytea NOT NULL,
    PRIMARY KEY (tenant, hash)
);

-- Contract documents, sealed like every personal value; `sha256` is the hash of what was shown.
CREATE TABLE banso.documents (
    tenant text NOT NULL,
    sha256 text NOT NULL,
    stream text NOT NULL,
    subject text NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, sha256, stream)
);

-- Mailed links: only the hash of the token is kept.
CREATE TABLE banso.links (
    tenant text NOT NULL,
    token_hash bytea NOT NULL,
    effect_id uuid NOT NULL,
    stream text NOT NULL,
    subject text NOT NULL,
    content text NOT NULL,
    recipient text NOT NULL,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (tenant, token_hash)
);
CREATE INDEX links_by_token ON banso.links (token_hash);

CREATE TABLE banso_keys.personal_keys (
    tenant text NOT NULL,
    subject text NOT NULL,
    purpose text NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant, subject, purpose)
);
CREATE TABLE banso_keys.erasures (
    tenant text NOT NULL,
    subject text NOT NULL,
    kept_purposes text[] NOT NULL,
    erased_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, subject)
);

-- Read models that are written in the command's own transaction: rows keyed by their own stream only.
CREATE TABLE banso.overviews (
    tenant text NOT NULL,
    stream text NOT NULL,
    version bigint NOT NULL,
    kind text NOT NULL,
    title text NOT NULL,
    stage text NOT NULL,
    service text,
    engagement text,
    person text,
    started_at timestamptz,
    finished boolean NOT NULL,
    PRIMARY KEY (tenant, stream)
);
CREATE INDEX overviews_of_engagement ON banso.overviews (tenant, engagement);

CREATE TABLE banso.waits (
    tenant text NOT NULL,
    stream text NOT NULL,
    key text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    role text NOT NULL,
    persons text[] NOT NULL,
    since timestamptz NOT NULL,
    remind_at timestamptz NOT NULL,
    escalate_at timestamptz NOT NULL,
    step text NOT NULL,
    PRIMARY KEY (tenant, stream, key)
);
CREATE INDEX waits_in_order ON banso.waits (tenant, escalate_at, stream, key);

-- A read model that spans streams is an asynchronous subscriber.
CREATE TABLE banso.service_counts (
    tenant text NOT NULL,
    service text NOT NULL,
    event_type text NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (tenant, service, event_type)
);

SELECT banso.separate_tenants(relation) FROM unnest(ARRAY[
    'banso.events', 'banso.streams', 'banso.commands', 'banso.effects', 'banso.news', 'banso.checkpoints',
    'banso.playbook_pins', 'banso.documents', 'banso.links', 'banso.overviews', 'banso.waits',
    'banso.service_counts', 'banso_keys.personal_keys', 'banso_keys.erasures']::regclass[]) AS relation;

-- A link is found before its tenant is known; nothing else is.
CREATE FUNCTION banso.tenant_of_link(wanted bytea) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$ SELECT tenant FROM banso.links WHERE token_hash = wanted $$;
REVOKE ALL ON FUNCTION banso.tenant_of_link(bytea) FROM PUBLIC;

CREATE POLICY every_tenant ON banso.news TO banso_relay USING (true) WITH CHECK (true);

GRANT USAGE ON SCHEMA banso, banso_keys TO banso_application;
GRANT USAGE ON SCHEMA banso TO banso_relay;
GRANT USAGE ON SEQUENCE banso.event_position TO banso_application;
GRANT EXECUTE ON FUNCTION banso.tenant_of_link(bytea) TO banso_application;
GRANT SELECT ON banso.epochs, banso.installation TO banso_application;
GRANT SELECT, INSERT ON banso.events, banso.commands, banso.playbook_pins, banso.documents TO banso_application;
GRANT SELECT, INSERT, UPDATE ON banso.streams, banso.effects, banso.links, banso.overviews TO banso_application;
GRANT SELECT, INSERT, UPDATE, DELETE ON banso.news, banso.checkpoints, banso.waits, banso.service_counts
    TO banso_application;
GRANT SELECT, INSERT, DELETE ON banso_keys.personal_keys TO banso_application;
GRANT SELECT, INSERT ON banso_keys.erasures TO banso_application;
GRANT SELECT, UPDATE (leased_until) ON banso.news TO banso_relay;
