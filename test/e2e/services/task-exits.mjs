export const task = () => process.exit(1);
