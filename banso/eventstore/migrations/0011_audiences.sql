-- A service tells its members, a person's move reaches what they take part in: both are found by these.
CREATE INDEX overviews_of_service ON banso.overviews (tenant, service, kind, stream) WHERE service IS NOT NULL;
CREATE INDEX overviews_of_person ON banso.overviews (tenant, person, kind, stream) WHERE person IS NOT NULL;
