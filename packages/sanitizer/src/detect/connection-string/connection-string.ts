import type { Detector, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { reportUserinfo } from "../url/report-userinfo.ts";
import { isConnectionScheme } from "../url/schemes.ts";
import { commandLineAnchors } from "./command-line.ts";
import { credentialsKind, passwordKind } from "./connection-kinds.ts";
import { lookAtProtocol } from "./go-dsn.ts";
import { lookAtSqlplus, lookAtThin } from "./oracle.ts";
import { lookAtAccountKey, lookAtPassword, lookAtSignature } from "./pair.ts";

const kinds = { pair: credentialsKind, single: passwordKind };

const lookAtAuthority = (scan: Scan, start: number, end: number): number =>
  isConnectionScheme(scan.text, start) ? reportUserinfo(scan, end, kinds) : GO_ON;

/**
 * Credentials in what opens a connection: URLs of databases, brokers and mail, settings as `key=value` of ADO, ODBC,
 * JDBC, Azure and libpq, and the options of their command lines. The other settings stay.
 */
export const connectionStringDetector: Detector = {
  name: "connection_string",
  anchors: [
    { literals: ["://"], look: lookAtAuthority },
    { literals: ["password", "passwd", "pwd"], look: lookAtPassword },
    { literals: ["AccountKey=", "AccessKey="], look: lookAtAccountKey },
    { literals: ["SharedAccessSignature="], look: lookAtSignature },
    { literals: [":thin:", ":oci:", ":oci8:"], look: lookAtThin },
    { literals: ["sqlplus ", "sqlldr "], look: lookAtSqlplus },
    { literals: ["@tcp(", "@unix("], look: lookAtProtocol },
    ...commandLineAnchors,
  ],
};
