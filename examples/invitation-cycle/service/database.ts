import { DatabaseSync } from "node:sqlite";

export type InvitationState = "open" | "invited" | "reminded" | "accepted";

export interface Member {
  readonly id: number;
  readonly email: string;
  readonly state: InvitationState;
}

/** Members and how far their invitation of this month is. */
export interface Database {
  membersIn(state: InvitationState, limit: number): readonly Member[];
  move(memberId: number, state: InvitationState): void;
  countByState(): Readonly<Record<string, number>>;
  startNewCycle(): void;
  /** @throws Error where the database does not answer. */
  ping(): void;
  close(): void;
}

export function openDatabase(path: string, members: number): Database {
  const db = new DatabaseSync(path);
  db.exec(`
    CREATE TABLE IF NOT EXISTS member (
      id INTEGER PRIMARY KEY,
      email TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL DEFAULT 'open'
    );
    CREATE INDEX IF NOT EXISTS member_state ON member (state, id);
  `);
  const insert = db.prepare("INSERT OR IGNORE INTO member (id, email) VALUES (?, ?)");
  db.exec("BEGIN");
  for (let id = 1; id <= members; id++) insert.run(id, `member-${id}@example.org`);
  db.exec("COMMIT");

  const select = db.prepare("SELECT id, email, state FROM member WHERE state = ? ORDER BY id LIMIT ?");
  const update = db.prepare("UPDATE member SET state = ? WHERE id = ?");
  const one = db.prepare("SELECT 1 FROM member LIMIT 1");
  const count = db.prepare("SELECT state, count(*) AS n FROM member GROUP BY state");
  return {
    membersIn: (state, limit) => select.all(state, limit).map(toMember),
    move: (memberId, state) => void update.run(state, memberId),
    countByState: () => Object.fromEntries(count.all().map((row) => [String(row["state"]), Number(row["n"])])),
    startNewCycle: () => void db.exec("UPDATE member SET state = 'open'"),
    ping: () => void one.get(),
    close: () => db.close(),
  };
}

function toMember(row: Record<string, unknown>): Member {
  return { id: Number(row["id"]), email: String(row["email"]), state: row["state"] as InvitationState };
}
