import { expect, it } from "vitest";

import { passwordStart } from "./command-words.ts";

it.each([
  ["mysql -h db -ps3cret", 2],
  ["/usr/bin/mysqldump -u root -ps3cret", 2],
  ["sshpass -p s3cret", 0],
  ["docker login -u ci -p s3cret", 0],
  ["sqlcmd -S h -P s3cret", 0],
  ["redis-cli -a s3cret", 0],
  ["ldapsearch -x -w s3cret", 0],
  ["curl -u bob:s3cret", 0],
  ["curl --user bob:s3cret", 0],
  ["mysql -p shop", -1],
  ["mysql -P 3306", -1],
  ["mysql --port=3306", -1],
  ["psql -p 5432", -1],
  ["docker run -p 8080:80", -1],
  ["docker run -u 1000:1000", -1],
  ["ssh -l login -p 2222", -1],
  ["curl -u bob", -1],
  ["curl -u bob:", -1],
  ["ls -a all", -1],
  ["mysql", -1],
  ["-p s3cret", -1],
])("the last word of %s holds a password from %i", (line, start) => {
  const words = line.split(" ");
  expect(passwordStart(words.slice(0, -1), words.at(-1) ?? "")).toBe(start);
});

it("looks at no more than a few words before, whatever they are", () => {
  expect(passwordStart(["mysql", ...Array.from({ length: 40 }, () => "x")], "-ps3cret")).toBe(-1);
  expect(passwordStart([undefined, 3, {}, "-p"], "s3cret")).toBe(-1);
});
