/** Fields beside a line: `monitor_id`, `part`, `took_ms`. */
export type LogFields = Readonly<Record<string, string | number>>;

/** Where the monitor's own lines go; `console` is one. */
export interface MonitoringLogger {
  info(line: string, fields: LogFields): void;
  warn(line: string, fields: LogFields): void;
  error(line: string, fields: LogFields): void;
}

/** Warnings and errors on standard error. */
export const STDERR_LOGGER: MonitoringLogger = {
  info: () => {},
  warn: (line) => void process.stderr.write(`jobscope: ${line}\n`),
  error: (line) => void process.stderr.write(`jobscope: ${line}\n`),
};

/** A logger of the application must not end what it is told about; nor can it be told that it threw. */
export function guardedLogger(logger: MonitoringLogger, common: LogFields): MonitoringLogger {
  const guarded =
    (level: keyof MonitoringLogger) =>
    (line: string, fields: LogFields): void => {
      try {
        logger[level](line, { ...common, ...fields });
      } catch {
        // Nobody is left to tell.
      }
    };
  return { info: guarded("info"), warn: guarded("warn"), error: guarded("error") };
}
