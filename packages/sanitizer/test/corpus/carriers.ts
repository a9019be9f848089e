/** Ordinary lines of many programs, each with a place for a value. No word in them makes what follows a secret. */
export const LINES: readonly ((value: string) => string)[] = [
  (v) => `2026-11-24T08:15:30.123Z INFO  [worker-3] import finished for ${v} in 412 ms`,
  (v) => `{"level":30,"time":1795508130123,"pid":4121,"hostname":"web-7f9c","msg":"processed ${v}","durationMs":37}`,
  (v) => `time=2026-11-24T08:15:30Z level=warn msg="could not process ${v}" attempt=3 component=billing`,
  (v) => `2026-11-24 08:15:30,123 ERROR com.acme.billing.InvoiceService - Rejected ${v}: unknown customer`,
  (v) => `[2026-11-24 08:15:30 +0000] [4121] [WARNING] skipping row 17: ${v}`,
  (v) => `Nov 24 08:15:30 node-4 billing[4121]: processed ${v} (exit status 0)`,
  (v) => `E1124 08:15:30.123456    4121 controller.go:114] failed to sync ${v}: timed out waiting for the condition`,
  (v) => `ValueError: could not convert ${v} to the expected type`,
  (v) => `java.lang.IllegalArgumentException: ${v} is not allowed\n\tat com.acme.Importer.read(Importer.java:88)`,
  (v) => `panic: unexpected input ${v}\n\ngoroutine 1 [running]:\nmain.main()\n\t/app/main.go:42 +0x1d`,
  (v) =>
    `TypeError: Cannot parse ${v}\n    at parseRow (/app/src/import.ts:31:11)\n    at async run (/app/src/main.ts:9:3)`,
  (v) => `row 1042;${v};accepted;2026-11-24`,
  (v) => `<entry id="17"><note>${v}</note><state>open</state></entry>`,
  (v) => `Duplicate entry '${v}' for index 'contacts.idx_value'`,
  (v) => `Validation failed: ${v} has already been taken (422)`,
  (v) => `INSERT INTO contacts (id, value, state) VALUES (17, '${v}', 'open')`,
  (v) => `worker-2 | retrying ${v} [attempt 2/5]`,
  (v) => `note: ${v}`,
  (v) => `payload: {"items":[{"n":1,"value":"${v}"}],"total":1}`,
  (v) => `{"message":"{\\"value\\":\\"${v}\\",\\"state\\":\\"open\\"}","severity":"INFO"}`,
  (v) => `- value: "${v}"\n  state: open\n  retries: 3`,
  (v) => `Contact (${v}), received at 08:15.`,
  (v) => `level=info ts=1795508130.123 caller=main.go:88 msg=done value="${v}" n=5`,
  (v) => `\u001b[32minfo\u001b[39m: done with ${v} {"service":"mailer"}`,
];

/** Wraps each value in the next line. */
export function inLines(values: readonly string[], offset = 0): string[] {
  return values.map((value, i) => (LINES[(i + offset) % LINES.length] ?? String)(value));
}

export const marked = (value: string): string => `⟦${value}⟧`;
