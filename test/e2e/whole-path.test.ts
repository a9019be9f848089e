/** From a scheduler's tick to an admin's answer: real services, a real monitor, its API. The suites run side by side. */
import "./suites/libraries.ts";
import "./suites/names.ts";
import "./suites/ends.ts";
import "./suites/outage.ts";
import "./suites/field-cases.ts";
