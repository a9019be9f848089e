// Imported before everything else, for in an older Node.js other modules fail while they are loaded.
import { versions } from "node:process";

import { assertSupportedNode } from "./supported-node.ts";

assertSupportedNode(versions.node);
