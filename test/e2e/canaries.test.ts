/** Planted secrets: a real monitor, real services, every output. */
import "./suites/canaries.ts";
