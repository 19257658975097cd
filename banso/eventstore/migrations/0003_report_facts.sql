-- What the regional report counts: an asynchronous subscriber writes a row for each fact that an event stands for.
CREATE TABLE banso.report_facts (
    tenant text NOT NULL,
    stream text NOT NULL,
    version integer NOT NULL,
    place smallint NOT NULL,
    measure text NOT NULL,
    subject text NOT NULL,
    amount numeric,
    day date,
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, stream, version, place)
);
SELECT banso.separate_tenants('banso.report_facts'::regclass);
GRANT SELECT, INSERT ON banso.report_facts TO banso_application;
