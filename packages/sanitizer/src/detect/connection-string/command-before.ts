import { codeAt } from "../scan/characters.ts";
/** By which option a program takes a password on its command line. */
export type PasswordOption = "mysql" | "sshpass" | "login" | "sqlcmd" | "redis" | "ldap" | "curl";

const COMMANDS: ReadonlyMap<string, PasswordOption> = new Map<string, PasswordOption>([
  ...["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlshow", "mysqlcheck", "mysqlbinlog"].map(is("mysql")),
  ...["mariadb", "mariadb-dump", "mariadb-admin", "mycli"].map(is("mysql")),
  ["sshpass", "sshpass"],
  ...["login", "twine", "mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport"].map(is("login")),
  ...["sqlcmd", "bcp", "isql", "tsql", "osql", "mosquitto_pub", "mosquitto_sub", "mosquitto_rr"].map(is("sqlcmd")),
  ...["redis-cli", "valkey-cli", "keydb-cli"].map(is("redis")),
  ...["ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldapwhoami", "ldappasswd"].map(is("ldap")),
  ["curl", "curl"],
]);
const SHORTEST = 3;
const LONGEST = 13;
/** Far enough for a host's name and a user's before the password. */
const LOOK_BEHIND = 96;
const HYPHEN = 45;

function is(option: PasswordOption): (name: string) => [string, PasswordOption] {
  return (name) => [name, option];
}

/** What is known of the program of this name. */
export const commandNamed = (name: string): PasswordOption | undefined =>
  name.length < SHORTEST || name.length > LONGEST ? undefined : COMMANDS.get(name);

/** The program whose options stand at `at`: the nearest known word before it in the same command. */
export function commandBefore(text: string, at: number): PasswordOption | undefined {
  const lowest = Math.max(0, at - LOOK_BEHIND);
  let wordEnd = at;
  for (let i = at; i >= lowest; i--) {
    const code = i === 0 ? 32 : codeAt(text, i - 1);
    // A new line, `;`, `|` and `&` begin another command.
    if (code < 32 || code === 59 || code === 124 || code === 38) return commandAt(text, i, wordEnd);
    if (!isBetween(code)) continue;
    const found = commandAt(text, i, wordEnd);
    if (found !== undefined) return found;
    wordEnd = i - 1;
  }
  return undefined;
}

/** A blank, `/` of a path, quotes, brackets, `$` of a prompt or `:`. */
const isBetween = (code: number): boolean =>
  code === 32 || code === 47 || code === 34 || code === 39 || code === 58 || code === 91 || code === 96 || code === 40;

function commandAt(text: string, start: number, end: number): PasswordOption | undefined {
  const length = end - start;
  if (length < SHORTEST || length > LONGEST || codeAt(text, start) === HYPHEN) return undefined;
  return COMMANDS.get(text.slice(start, end));
}
