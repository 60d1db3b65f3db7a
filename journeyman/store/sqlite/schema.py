"""The tables, as numbered migrations: entry N brings a store from version N to N + 1."""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        time REAL NOT NULL, name TEXT NOT NULL, level TEXT NOT NULL, message TEXT NOT NULL,
        action_id TEXT NOT NULL, plan_id TEXT NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL, hash TEXT NOT NULL
    );
    CREATE VIRTUAL TABLE events_text USING fts5(message, data, content='');
    CREATE TABLE actions (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, status TEXT NOT NULL, created REAL NOT NULL, finished REAL,
        plan_id TEXT, payload TEXT NOT NULL, decision TEXT, outcome TEXT,
        signature TEXT NOT NULL DEFAULT '', origin TEXT NOT NULL DEFAULT '', owner TEXT NOT NULL DEFAULT '',
        credited INTEGER NOT NULL DEFAULT 0, scrubbed INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX actions_plan ON actions (plan_id) WHERE plan_id IS NOT NULL;
    CREATE TABLE approvals (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE, action_id TEXT NOT NULL, bound_hash TEXT NOT NULL, status TEXT NOT NULL,
        created REAL NOT NULL, expires REAL NOT NULL, reasons TEXT NOT NULL, plan_id TEXT,
        answered REAL, answered_by TEXT NOT NULL DEFAULT '', front_end TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX approvals_action ON approvals (action_id);
    CREATE INDEX approvals_status ON approvals (status);
    CREATE TABLE evidence (
        signature TEXT NOT NULL, origin TEXT NOT NULL, kind TEXT NOT NULL,
        successes REAL NOT NULL, failures REAL NOT NULL, updated REAL NOT NULL,
        confirmed INTEGER NOT NULL, rejected INTEGER NOT NULL, unasked INTEGER NOT NULL,
        failed INTEGER NOT NULL, undone INTEGER NOT NULL, last_failure REAL, basis TEXT NOT NULL,
        PRIMARY KEY (signature, origin)
    ) WITHOUT ROWID;
    CREATE TABLE plans (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE, goal TEXT NOT NULL, planner TEXT NOT NULL, created REAL NOT NULL,
        status TEXT NOT NULL DEFAULT 'open', running INTEGER NOT NULL DEFAULT 0,
        content_hash TEXT NOT NULL, notebook TEXT NOT NULL DEFAULT ''
    );
    CREATE TABLE steps (
        plan_id TEXT NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL, action_id TEXT NOT NULL,
        payload TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'queued', lease_owner TEXT NOT NULL DEFAULT '',
        lease_until REAL NOT NULL DEFAULT 0, approved_hash TEXT NOT NULL DEFAULT '', message TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (plan_id, position)
    ) WITHOUT ROWID;
    CREATE INDEX steps_action ON steps (action_id);
    CREATE INDEX steps_running ON steps (lease_until) WHERE status = 'running';
    CREATE TABLE checkpoints (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE, action_id TEXT NOT NULL, created REAL NOT NULL, status TEXT NOT NULL,
        payload TEXT NOT NULL
    );
    CREATE INDEX checkpoints_action ON checkpoints (action_id);
    CREATE TABLE processes (
        number INTEGER PRIMARY KEY, action_id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, payload TEXT NOT NULL
    );
    CREATE TABLE single_values (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    ALTER TABLE evidence ADD COLUMN clean INTEGER NOT NULL DEFAULT 0;
    UPDATE evidence SET clean = max(0, confirmed + unasked - failed - undone);
    """,
    """
    CREATE TABLE faults (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, time REAL NOT NULL, source TEXT NOT NULL,
        subject TEXT NOT NULL, payload TEXT NOT NULL
    );
    CREATE INDEX faults_fingerprint ON faults (fingerprint);
    CREATE INDEX faults_subject ON faults (subject);
    CREATE TABLE fault_groups (
        fingerprint TEXT PRIMARY KEY, code TEXT NOT NULL, severity TEXT NOT NULL, summary TEXT NOT NULL,
        status TEXT NOT NULL, count INTEGER NOT NULL, first_seen REAL NOT NULL, last_seen REAL NOT NULL,
        last_id TEXT NOT NULL, reopened INTEGER NOT NULL, fixed_by TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE fix_trials (
        number INTEGER PRIMARY KEY,
        fingerprint TEXT NOT NULL, time REAL NOT NULL, verified INTEGER NOT NULL, action_id TEXT NOT NULL,
        fix TEXT NOT NULL
    );
    CREATE INDEX fix_trials_fingerprint ON fix_trials (fingerprint);
    """,
)
