/** Text as HTML shows it, in content and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The one piece of Markdown in our descriptions: `code`. */
export function proseHtml(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

/** `cells` are HTML. */
export function tableHtml(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: "th" | "td", row: readonly string[]): string => {
    const attributes = tag === "th" ? ' scope="col"' : "";
    return `<tr>${row.map((cell) => `<${tag}${attributes}>${cell}</${tag}>`).join("")}</tr>`;
  };
  const body = rows.map((row) => cells("td", row)).join("");
  // A region that scrolls must be reachable with the keyboard.
  return (
    `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(caption)}"><table>` +
    `<caption>${escapeHtml(caption)}</caption><thead>${cells("th", head)}</thead><tbody>${body}</tbody></table></div>`
  );
}
