"""The catalog's tables."""

#: Counted up with the tables below; a catalog of another version is rebuilt.
VERSION = 3
TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE originals (digest BLOB PRIMARY KEY, tar TEXT, offset INTEGER, size INTEGER) WITHOUT ROWID;
CREATE TABLE inputs (
  folder TEXT, name TEXT, size INTEGER, mtime_ns INTEGER, inode INTEGER, original BLOB, refused TEXT,
  PRIMARY KEY (folder, name)) WITHOUT ROWID;
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
"""
