import { expect, it } from "vitest";

import { deepFinder } from "../../../../test/find-deep.ts";
import { emailDetector } from "../../email/email.ts";
import { createCachedKeyClassifier } from "../../key-name/key-classifier.ts";
import { assignmentDetector } from "../assignment.ts";

const find = deepFinder([assignmentDetector(), emailDetector], createCachedKeyClassifier());
const found = (text: string): readonly string[] => find(text).map((one) => one.slice(one.indexOf("=") + 1));

it.each([
  ["INSERT INTO users (login, password) VALUES ('bob', 'hunter2')", ["hunter2"]],
  ["insert into users(password,login) values('hunter2','bob')", ["hunter2"]],
  ["INSERT INTO `app`.`users` (`id`, `password_hash`) VALUES (7, '$2b$12$abcdef')", ["$2b$12$abcdef"]],
  [String.raw`INSERT INTO \"users\" (\"login\",\"api_key\") VALUES ('bob','aZ3kQ9xW7pLm')`, ["aZ3kQ9xW7pLm"]],
  ["REPLACE INTO [users] ([login], [password])\n  VALUES\n  (N'bob', N'hunter2')", ["hunter2"]],
  [
    "INSERT INTO u (a, password) VALUES ('x', 'one1one'), ('y', 'two2two') ON CONFLICT DO NOTHING",
    ["one1one", "two2two"],
  ],
  ["INSERT INTO u (a, password, b) VALUES (f('(', ','), 'it''s4Me', 1)", ["it''s4Me"]],
  ["INSERT INTO u (a, password) VALUES ('x', crypt('hunter2', gen_salt('bf')))", ["hunter2"]],
  ["INSERT INTO u (a, password) VALUES ('x', 'hunter2", ["hunter2"]],
  // What stands before it in the row is still found.
  [
    "INSERT INTO u (email, password) VALUES ('bob@northwind-mail.net', 'hunter2')",
    ["bob@northwind-mail.net", "hunter2"],
  ],
])("finds the value by its column: %s", (text, values) => {
  expect(found(text)).toEqual(values);
});

it.each([
  "INSERT INTO users (login, password) VALUES ($1, $2)",
  "INSERT INTO users (login, password) VALUES (?, ?)",
  "INSERT INTO users (login, password) VALUES (:login, :password)",
  "INSERT INTO users (login, password) VALUES ('bob', NULL)",
  "INSERT INTO users (login, password) VALUES ('bob', '[REDACTED:assignment]')",
  "INSERT INTO jobs (token_count, password_reset) VALUES ('aZ3kQ9xW7pLm', 'aZ3kQ9xW7pLm')",
  "INSERT INTO jobs (name, state) VALUES ('aZ3kQ9xW7pLm', 'done')",
  "INSERT INTO users (login, password) SELECT login, 'hunter2' FROM old",
  "INSERT INTO users VALUES ('bob', 'hunter2')",
  "insert into the form (password) your values",
])("leaves %s", (text) => {
  expect(found(text)).toEqual([]);
});
