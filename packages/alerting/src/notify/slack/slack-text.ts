/**
 * Slack's three escapes, applied until `maxLength` is full: no entity is cut in half. What would call people out
 * (`@here`, and `<!channel>` in its escaped form) loses its meaning and keeps its look.
 */
export function slackText(text: string, maxLength: number): string {
  let result = "";
  for (const character of text.replaceAll(/@(?=here|channel|everyone)/gi, "@\u200B")) {
    const piece = ESCAPES[character] ?? character;
    if (result.length + piece.length > maxLength - 1) return `${result}…`;
    result += piece;
  }
  return result;
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A link under a name of ours; the address is a checked one. */
export function slackLink(href: string, name: string): string {
  const url = href.replaceAll("|", "%7C").replaceAll("<", "%3C").replaceAll(">", "%3E").replaceAll("&", "&amp;");
  return `<${url}|${name}>`;
}
