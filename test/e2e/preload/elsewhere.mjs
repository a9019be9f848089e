// A process that seems to live in another container: its process id means nothing to anybody outside of it.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const real = fs.readlinkSync;
fs.readlinkSync = (path, ...rest) => (path === "/proc/self/ns/pid" ? "pid:[4000000001]" : real(path, ...rest));
syncBuiltinESMExports();
