import { ACCESS_LOG_OUTPUTS, TOKEN_REQUIREMENTS } from "../../monitor-config.ts";
import { proxyTrust } from "../proxy-trust.ts";
import { address, hostList, oneOf, path, size, wholeNumber } from "../setting-types.ts";
import type { SettingsBelow } from "../setting.ts";

/** Where it listens, and for whom. */
export const LISTENER_SETTINGS: SettingsBelow<"tls" | "otlp" | "api"> = {
  "tls.cert": {
    type: path("the path of a PEM file"),
    help: "certificate with its chain, for HTTPS on both ports; read again within 10 s of a change",
    placeholder: "file",
  },
  "tls.key": { type: path("the path of a PEM file"), help: "private key of the certificate", placeholder: "file" },
  "otlp.addr": {
    type: address(),
    help: "listen here for OTLP/HTTP (default 127.0.0.1:4318)",
    placeholder: "host:port",
  },
  "otlp.allowedHosts": { type: hostList(), help: "further Host names that OTLP is answered on", placeholder: "names" },
  "otlp.maxInflated": {
    type: size({ min: "1MB", max: "512MiB" }),
    help: "largest OTLP request after decompression (default 64MiB)",
    placeholder: "size",
  },
  "otlp.requireToken": {
    type: oneOf(TOKEN_REQUIREMENTS),
    help: "whether senders need an ingest token; auto: unless OTLP listens on loopback without --behind-proxy (default auto)",
    placeholder: "on|off|auto",
  },
  "api.addr": { type: address(), help: "listen here for the API (default 127.0.0.1:4319)", placeholder: "host:port" },
  "api.allowedHosts": {
    type: hostList(),
    help: "further Host names that the API is answered on",
    placeholder: "names",
  },
  "api.trustProxy": {
    type: proxyTrust(),
    help: "proxies whose X-Forwarded-For is believed (default loopback with --behind-proxy, else none)",
    placeholder: "hops|list",
  },
  "api.accessLog": {
    type: oneOf(ACCESS_LOG_OUTPUTS),
    help: "where each request of the API is noted, with anonymised addresses; files: in logs/ of the data directory",
    placeholder: "output",
  },
  "api.accessLogDays": {
    type: wholeNumber(1, 3650),
    help: "days that files of the access log are kept (default 30)",
    placeholder: "days",
  },
  "api.accessLogSize": {
    type: size({ min: "1MB", max: "1TB" }),
    help: "size of all files of the access log together at which the oldest goes (default 1GB)",
    placeholder: "size",
  },
  "api.requestLimit": {
    type: wholeNumber(0, 1_000_000),
    help: "requests of one key a minute (default 600; 0 for any number)",
    placeholder: "count",
  },
  "api.costlyLimit": {
    type: wholeNumber(0, 1_000_000),
    help: "exports, checks of the audit and changes of keys by one key a minute (default 20; 0 for any number)",
    placeholder: "count",
  },
  "api.failureLimit": {
    type: wholeNumber(0, 1_000_000),
    help: "wrong keys from one address a minute (default 20; 0 for any number)",
    placeholder: "count",
  },
};
