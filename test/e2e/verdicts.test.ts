/** Whether a silence is a death, a block, a backlog or another clock: real services, a real monitor, its API. */
import "./suites/lost.ts";
import "./suites/no-accusation.ts";
