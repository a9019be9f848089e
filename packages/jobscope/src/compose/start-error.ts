/** Why the monitor did not start; the command line and tests tell them apart by this. */
export type StartErrorCode =
  | "port_in_use"
  | "address_unavailable"
  | "data_locked"
  | "data_read_only"
  | "data_full"
  | "data_corrupt"
  | "data_unusable"
  | "internal";

/** The monitor could not start. Whatever had been started was stopped again; the message names the fix. */
export class MonitorStartError extends Error {
  override readonly name = "MonitorStartError";
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
