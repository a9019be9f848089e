/** What became of one message for one recipient. */
export type RecipientResult =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "retry"; readonly why: string }
  | { readonly kind: "broken"; readonly why: string };

/** Of an error of nodemailer; every field may be missing or anything. */
interface MailError {
  readonly code: string;
  readonly originalCode: string;
  readonly command: string;
  readonly responseCode: number;
  /** Enhanced status code, `5.1.1`. */
  readonly enhanced: string;
  readonly message: string;
}

const UNTRUSTED =
  /self[- ]signed|altnames|unable to (?:verify|get)|^CERT_(?!HAS_EXPIRED|NOT_YET_VALID)|ERR_TLS_CERT|SELF_SIGNED|UNABLE_TO/i;

/**
 * The text of a server quotes addresses, and that of an error what was sent: only codes are told.
 * A server that refuses the connection as a whole (5xx to the greeting) usually does so for a while.
 */
export function classifyMailError(error: unknown): RecipientResult {
  const read = readError(error);
  const said = read.responseCode === 0 ? "" : ` (${[read.responseCode, read.enhanced].join(" ").trim()})`;
  if (isAuthentication(read)) return authenticationResult(read, said);
  if (read.code === "ETLS" || isUntrusted(read)) return tlsResult(read, said);
  if (NO_TLS.test(read.originalCode)) {
    return {
      kind: "broken",
      why: "does not speak TLS from the first byte: use security starttls, or correct the port",
    };
  }
  if (read.responseCode >= 500 && read.responseCode !== 503 && isOfMessage(read)) {
    return { kind: "refused", why: `refused it${said}` };
  }
  if (read.responseCode >= 400) return { kind: "retry", why: `does not take it at the moment${said}` };
  if (read.code === "EENVELOPE")
    return { kind: "refused", why: "cannot be given this recipient or sender: check the addresses" };
  return { kind: "retry", why: connectionText(read) };
}

function isAuthentication({ code, responseCode }: MailError): boolean {
  return code === "EAUTH" || code === "ENOAUTH" || [530, 535, 538].includes(responseCode);
}

function authenticationResult({ responseCode }: MailError, said: string): RecipientResult {
  // RFC 4954: encryption required for the requested authentication mechanism.
  if (responseCode === 538) {
    return { kind: "broken", why: `takes the user and password only over TLS${said}: use security starttls or tls` };
  }
  if (responseCode >= 400 && responseCode < 500)
    return { kind: "retry", why: `cannot authenticate at the moment${said}` };
  return { kind: "broken", why: `did not accept the user and password${said}` };
}

function isUntrusted({ originalCode, code, message }: MailError): boolean {
  return code === "ESOCKET" && (UNTRUSTED.test(originalCode) || UNTRUSTED.test(message));
}

const NO_TLS = /^ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG)$/;

/** What time or the server's operator will mend is tried again; what this configuration will never accept is not. */
function tlsResult(error: MailError, said: string): RecipientResult {
  if (UNTRUSTED.test(error.originalCode) || UNTRUSTED.test(error.message)) {
    return {
      kind: "broken",
      why: "shows a certificate that is not trusted for its name: set caFile, or correct the host",
    };
  }
  const isRefusal = error.command === "STARTTLS" && (error.responseCode === 0 || error.responseCode >= 500);
  if (isRefusal && !/Error initiating TLS/.test(error.message)) {
    return { kind: "broken", why: `offers no STARTTLS${said}: use security tls or opportunistic, or correct the port` };
  }
  return { kind: "retry", why: `failed to set up TLS${said}` };
}

/** An answer about sender, recipient or content, not about the connection. */
function isOfMessage({ command }: MailError): boolean {
  return !/^(?:CONN|EHLO|HELO|LHLO|STARTTLS)/.test(command);
}

function connectionText({ code, originalCode }: MailError): string {
  if (originalCode === "ECONNREFUSED") return "refused the connection";
  switch (code) {
    case "ETIMEDOUT":
      return "did not answer in time";
    case "EABORT":
      return "did not finish in time";
    case "EDNS":
      return "could not be resolved";
    case "ECONNECTION":
      return "cut the connection";
    default:
      return `failed (${[code, originalCode].filter((each) => each !== "").join(" ") || "unknown"})`;
  }
}

function readError(error: unknown): MailError {
  const fields: Readonly<Record<string, unknown>> =
    error instanceof Error ? { ...Object.fromEntries(Object.entries(error)), message: error.message } : {};
  const text = (name: string): string => (typeof fields[name] === "string" ? fields[name] : "");
  const code = (name: string): string => (/^[A-Z0-9_]{1,60}$/.test(text(name)) ? text(name) : "");
  const responseCode = typeof fields["responseCode"] === "number" ? fields["responseCode"] : 0;
  return {
    code: code("code"),
    originalCode: code("originalCode"),
    command: text("command").toUpperCase(),
    responseCode,
    enhanced: /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(text("response"))?.[1] ?? "",
    message: text("message"),
  };
}
