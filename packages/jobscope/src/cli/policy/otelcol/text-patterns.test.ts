import { parsePolicy, patternData } from "@jobscope/sanitizer";
import { describe, expect, it } from "vitest";

import { WORD_SIGN } from "./command-line-patterns.ts";
import type { CollectorRules } from "./rules.ts";
import { collectorRules } from "./rules.ts";
import type { Replacement } from "./value-pattern.ts";

const rules: CollectorRules = collectorRules(parsePolicy("default"), patternData());

/** What Go writes in another way than JavaScript. */
function javascript(regex: string): RegExp {
  const flags = regex.startsWith("(?i)") ? "giu" : "gu";
  return new RegExp(regex.replace(/^\(\?i\)/u, "").replaceAll(String.raw`\z`, String.raw`(?![\s\S])`), flags);
}

const compiled = (list: readonly Replacement[]) =>
  list.map(({ regex, replacement, hint }) => ({
    regex: javascript(regex),
    replacement: replacement.replaceAll(/\$\{(?<group>\d+)\}/gu, (_all, group: string) => `$${group}`),
    hint: javascript(hint ?? ""),
  }));
const values = compiled(rules.values);
const words = compiled(rules.commandWords);
const blocked = rules.blockedValues.map(javascript);

const masked = (text: string): string =>
  values.reduce((now, { regex, replacement, hint }) => {
    hint.lastIndex = 0;
    return hint.test(text) ? now.replaceAll(regex, replacement) : now;
  }, text);
const maskedWords = (args: readonly string[]): readonly string[] =>
  words
    .reduce((now, { regex, replacement }) => now.replaceAll(regex, replacement), args.join(WORD_SIGN))
    .split(WORD_SIGN);
const isBlocked = (text: string): boolean =>
  blocked.some((regex) => {
    regex.lastIndex = 0;
    return regex.test(text);
  });

const PLANTED: readonly (readonly [text: string, secret: string])[] = [
  ["exec backup --token t0kenFlagVal --verbose", "t0kenFlagVal"],
  ["run --db-password 'two words' now", "two words"],
  ["run --api-key Zx81kk", "Zx81kk"],
  ["run --pass hunter2", "hunter2"],
  ["mysql -u root -pS3cretRoot shop", "S3cretRoot"],
  ["/usr/bin/mysqldump -h db -p'S3cretRoot' shop", "S3cretRoot"],
  ["curl -u admin:pw https://example.com", "admin:pw"],
  ["curl -s --user admin:pw https://example.com", "admin:pw"],
  ["sshpass -p swordfish ssh bob@host", "swordfish"],
  ["sshpass -pswordfish ssh bob@host", "swordfish"],
  ["redis-cli -h cache -a swordfish PING", "swordfish"],
  ["docker login -u bob -p swordfish registry.example.com", "swordfish"],
  ["ldapsearch -D cn=admin -w swordfish", "swordfish"],
  ["<user>bob</user><password>xmlP4ss</password>", "xmlP4ss"],
  ["<clientSecret type='plain'>only words</clientSecret>", "only words"],
  ["GET /cb?code=4/0AX4XfWgVal7Qr&state=1", "0AX4XfWgVal7Qr"],
  ["Passwort: sommer24 falsch", "sommer24"],
  ["contraseña: verano7 no", "verano7"],
  ["mot de passe : soleil9 refusé", "soleil9"],
  ["mot de passe : so!leil refusé", "so!leil"],
  ["PIN: 4821", "4821"],
  ["your PIN is 4821.", "4821"],
  ["OTP code is 483920", "483920"],
  ["password is swordfish77", "swordfish77"],
  ["wrong password 'letmein22' for bob", "letmein22"],
  ["set key=password value=swordfish", "swordfish"],
  ['{"name": "password", "value": "swordfish"}', "swordfish"],
  ["headers ['x-api-key','k3yvalue1']", "k3yvalue1"],
  ["password: hunter2", "hunter2"],
  ["mail to jo@example.com, git-team@example.com, gil@example.com", "gil@"],
  ["mail to gitta@example.com", "gitta@"],
  ["mail to g@example.com", "g@"],
];

describe("texts in the collector", () => {
  it.each(PLANTED)("%s", (text, secret) => {
    const once = masked(text);
    expect(once).not.toContain(secret);
    expect(once).toContain("REDACTED");
    expect(masked(once)).toBe(once);
    expect(isBlocked(text)).toBe(true);
    expect(isBlocked(once), once).toBe(false);
  });

  it.each([
    "clone git@github.com:acme/shop.git",
    "secret=<secret>",
    "password: <your-password-1>",
    'password="${DB_PASSWORD}"',
    "token=${TOKEN1}",
    "api_key=***",
    "GET /a?token=${TOKEN1}&x=1",
    "GET /a?token=***&x=1",
    "use --token to log in, or --password",
    "listen -p 8080; mysql --port 3306 -P 3306",
    "mkdir -p /var/lib/a1",
    "docker run -p 8080:80 -u 1000:1000 redis",
    "docker login ghcr.io && docker run -p 8080:80 x",
    "--token-ttl 3600 --password-file /run/secrets/db1",
    "GET /x?code=404&auth=basic&ticket=1234567890",
    "spinning: 4821, shipping: 48211, pin 4821",
    "the password is required",
    "password: required",
    "wrong password 'admin'",
    "fields ['password', 'username']",
    "<token>***</token>",
    "secret-key-rotation-of-the-customer-database, live_statistics_of_all_regions_today, fw_update_of_all_gateways_x",
    "task sk-learn-feature-extraction-pipeline-nightly, re_processed_everything_of_all_the_customers_today",
    "max_tokens: 4096",
  ])("leaves alone: %s", (text) => {
    expect(masked(text)).toBe(text);
    expect(isBlocked(text)).toBe(false);
  });
});

describe("the words of a command line in the collector", () => {
  it.each([
    [["backup", "--token", "plainword", "--verbose"], "backup --token [REDACTED:assignment] --verbose"],
    [["backup", "--token", "two words"], "backup --token [REDACTED:assignment]"],
    [["/usr/bin/mysql", "-u", "root", "-pS3cretRoot", "shop"], "/usr/bin/mysql -u root -pREDACTED shop"],
    [["curl", "-u", "admin:pw", "https://example.com"], "curl -u REDACTED:REDACTED https://example.com"],
    [["sshpass", "-p", "swordfish", "ssh"], "sshpass -p REDACTED ssh"],
    [["redis-cli", "-a", "swordfish"], "redis-cli -a REDACTED"],
    [["docker", "login", "-p", "swordfish", "-u", "bob"], "docker login -p REDACTED -u bob"],
  ])("%j", (args, text) => {
    const once = maskedWords(args);
    expect(once.join(" ")).toBe(text);
    expect(once).toHaveLength(args.length);
  });

  it.each([
    [["mysql", "-P", "3306"]],
    [["node", "x.ts", "--token", "--verbose"]],
    [["serve", "-p", "8080"]],
    [["docker", "run", "-u", "1000:1000"]],
    [["job", "--password-file", "/run/secrets/db"]],
  ])("leaves alone: %j", (args) => expect(maskedWords(args)).toEqual(args));
});
