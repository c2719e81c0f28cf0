"""The catalog's tables."""

#: Counted up with the tables below; a catalog of another version is rebuilt.
VERSION = 6
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE originals (digest BLOB PRIMARY KEY, tar TEXT, offset INTEGER, size INTEGER) WITHOUT ROWID;
CREATE TABLE inputs (
  folder TEXT, name TEXT, size INTEGER, mtime_ns INTEGER, inode INTEGER, original BLOB, refused TEXT,
  below INTEGER, hints BLOB,
  PRIMARY KEY (folder, name)) WITHOUT ROWID;
CREATE TABLE begun (path TEXT PRIMARY KEY, original BLOB, end INTEGER, kept INTEGER) WITHOUT ROWID;
CREATE INDEX inputs_hints ON inputs (hints) WHERE hints IS NOT NULL;
CREATE TABLE articles (
  accession INTEGER PRIMARY KEY, content_hash BLOB NOT NULL UNIQUE, chain INTEGER NOT NULL, status TEXT, source TEXT,
  headline TEXT, published TEXT, publisher TEXT, language TEXT, embargoed TEXT);
CREATE INDEX articles_chain ON articles (chain);
CREATE TABLE sightings (
  accession INTEGER, run TEXT, offset INTEGER, place INTEGER,
  PRIMARY KEY (accession, run, offset, place)) WITHOUT ROWID;
CREATE TABLE identifiers (key TEXT, chain INTEGER, PRIMARY KEY (key, chain)) WITHOUT ROWID;
CREATE TABLE notices (
  key TEXT, run TEXT, offset INTEGER, place INTEGER,
  PRIMARY KEY (key, run, offset, place)) WITHOUT ROWID;
CREATE TABLE quarantined (
  path TEXT, member TEXT, original BLOB, run TEXT, offset INTEGER, place INTEGER,
  PRIMARY KEY (path, original, run, offset, place)) WITHOUT ROWID;
CREATE TABLE removed (
  accession INTEGER PRIMARY KEY, content_hash BLOB NOT NULL, chain INTEGER NOT NULL, at TEXT, reason TEXT,
  readmitted TEXT);
CREATE TABLE removed_from (content_hash BLOB, original BLOB, PRIMARY KEY (content_hash, original)) WITHOUT ROWID;
CREATE TABLE runs (run TEXT PRIMARY KEY, command TEXT, drops TEXT) WITHOUT ROWID;
CREATE TABLE readings (
  number INTEGER PRIMARY KEY, run TEXT, offset INTEGER, first_run TEXT, first_offset INTEGER, UNIQUE (run, offset));
CREATE TABLE replaced (run TEXT, offset INTEGER, PRIMARY KEY (run, offset)) WITHOUT ROWID;
CREATE TABLE reread (accession INTEGER PRIMARY KEY, gone INTEGER NOT NULL, successor INTEGER);
CREATE VIEW seen AS
  SELECT s.accession, s.run, s.offset, s.place, CAST(coalesce(r.first_run, s.run) AS INTEGER) AS first_run,
    coalesce(r.first_offset, s.offset) AS first_offset,
    EXISTS (SELECT 1 FROM replaced p WHERE p.run = s.run AND p.offset = s.offset) AS replaced
  FROM sightings s LEFT JOIN readings r ON r.run = s.run AND r.offset = s.offset;
CREATE VIEW superseded AS
  SELECT accession, successor FROM reread JOIN articles USING (accession)
  WHERE gone AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.accession = reread.accession AND NOT seen.replaced);
"""
