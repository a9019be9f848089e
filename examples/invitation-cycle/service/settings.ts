export function requiredSetting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") {
    throw new Error(`${name} is not set. The demo sets it; start the service with \`npx -y pnpm@12.21.0 demo\`.`);
  }
  return value;
}
