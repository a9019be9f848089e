import { simpleParser } from "mailparser";

/** A mail as its reader sees it: headers, text and HTML, with every encoding taken off. */
export async function readMail(raw: string): Promise<{ readonly headers: string; readonly bodies: string }> {
  const { headers, text = "", html } = await simpleParser(raw);
  const lines = [...headers].map(
    ([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return { headers: lines.join("\n"), bodies: `${text}\n${html === false ? "" : html}` };
}
