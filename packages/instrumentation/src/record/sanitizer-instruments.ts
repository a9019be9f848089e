import {
  ATTR_SANITIZER_ACTION,
  ATTR_SANITIZER_DETECTOR,
  ATTR_SANITIZER_LOCATION,
  ATTR_SANITIZER_UNSEEN_REASON,
  METRIC_SANITIZER_FINDINGS,
  METRIC_SANITIZER_UNSEEN,
} from "@jobscope/semconv";
import type { Meter } from "@opentelemetry/api";

import { describe } from "./describe-metric.ts";
import { outgoing } from "./outgoing.ts";

/** What the sanitizer did, by detector, location and action; never to which value. */
export function observeSanitizer(meter: Meter): void {
  const findings = meter.createObservableCounter(METRIC_SANITIZER_FINDINGS, describe(METRIC_SANITIZER_FINDINGS));
  const unseen = meter.createObservableCounter(METRIC_SANITIZER_UNSEEN, describe(METRIC_SANITIZER_UNSEEN));
  meter.addBatchObservableCallback(
    (result) => {
      if (typeof outgoing.sanitizer !== "object") return;
      const counts = outgoing.sanitizer.counts();
      for (const { detector, location, action, count } of counts.findings) {
        result.observe(findings, count, {
          [ATTR_SANITIZER_DETECTOR]: detector,
          [ATTR_SANITIZER_LOCATION]: location,
          [ATTR_SANITIZER_ACTION]: action,
        });
      }
      for (const { reason, location, count } of counts.unseen) {
        result.observe(unseen, count, { [ATTR_SANITIZER_UNSEEN_REASON]: reason, [ATTR_SANITIZER_LOCATION]: location });
      }
    },
    [findings, unseen],
  );
}
