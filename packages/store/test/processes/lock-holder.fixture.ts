// Takes the lock of a data directory and keeps it until it is killed.
import { lockDataDirectory } from "../../src/sqlite/database/data-directory.ts";

const [, , directory = ""] = process.argv;
lockDataDirectory(directory);
process.stdout.write("locked\n");
setInterval(() => undefined, 60_000);
