import { storeContract } from "../../test/contract/store-contract.ts";
import { openTemporaryStore } from "../../test/sqlite-harness.ts";

storeContract("SQLite", () => openTemporaryStore());
