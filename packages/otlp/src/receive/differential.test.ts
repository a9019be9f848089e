import { fromBinary, toBinary } from "@bufbuild/protobuf";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { arbitraryMessage } from "../../test/arbitrary-message.ts";
import { exportRequest, officialRegistry } from "../../test/official-schema.ts";
import { toOtlpJson } from "../../test/otlp-json.ts";
import { referenceRecords } from "../../test/reference-decoder.ts";
import { shuffleFields } from "../../test/shuffle-fields.ts";
import type { Signal } from "../model/records.ts";
import { decodeRequest } from "./decode-request.ts";

const registry = officialRegistry();
const signals: readonly Signal[] = ["traces", "metrics", "logs"];

describe("against @bufbuild/protobuf with the official .proto files", () => {
  test.each(signals)("%s: fields in any order, both encodings, decode to what the reference reads", (signal) => {
    const desc = exportRequest(registry, signal);
    let records = 0;
    fc.assert(
      fc.property(arbitraryMessage(desc, 9), fc.integer(), (message, seed) => {
        const shuffled = shuffleFields(desc, toBinary(desc, message), seed);
        const expected = referenceRecords(signal, fromBinary(desc, shuffled));
        const protobuf = decodeRequest({ signal, encoding: "protobuf", compression: "identity", body: shuffled });
        expect(protobuf.records).toEqual(expected);
        const body = toOtlpJson(desc, message);
        const json = decodeRequest({ signal, encoding: "json", compression: "identity", body });
        expect(json.records).toEqual(protobuf.records);
        records += expected.length;
      }),
      { numRuns: 300 },
    );
    expect(records).toBeGreaterThan(300);
  });
});
