const OLDEST_MAJOR = 24;

/** What to tell somebody whose Node.js cannot run the monitor; undefined where it can. */
export function unsupportedNode(version: string): string | undefined {
  const major = Number.parseInt(version, 10);
  if (major >= OLDEST_MAJOR) return undefined;
  return (
    `jobscope needs Node.js ${OLDEST_MAJOR} or later, this is ${version}: older ones lack parts of node:sqlite. ` +
    `Install it (nvm install ${OLDEST_MAJOR}, or https://nodejs.org), or run it once with: ` +
    `npx -y -p node@${OLDEST_MAJOR} -p jobscope jobscope`
  );
}
