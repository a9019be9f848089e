import { storeContract } from "../../test/contract.ts";
import { openTemporaryStore } from "../../test/sqlite-harness.ts";

storeContract("SQLite", () => openTemporaryStore());
