import { expect, test } from "vitest";

import { MetricWorld, threshold } from "../../../test/metric/metric-world.ts";
import type { Alert } from "../../model/alert.ts";
import type { Measure } from "../../model/rule.ts";

const firing: Measure = { kind: "alerts", matchers: [{ name: "alertname", op: "=", value: "Slow" }] };
let ids = 0;
const alert = (labels: Alert["labels"], state: Alert["state"] = "firing"): Alert =>
  ({ id: `a${(ids += 1)}`, ruleId: "group/slow", state, labels: { alertname: "Slow", ...labels } }) as unknown as Alert;

test("counts the firing alerts that match, by labels under either name", () => {
  const world = new MetricWorld(
    threshold({ measure: firing, by: ["service.name", "alertname"], threshold: { op: "==", value: 2 } }),
  );
  world.alerts.push(
    alert({ service_name: "a", job: "1" }),
    alert({ service_name: "a", job: "2" }),
    alert({ service_name: "a", job: "3" }, "pending"),
    alert({ service_name: "b" }),
    alert({ alertname: "Other", service_name: "b" }),
  );
  expect(world.look(1).holding).toMatchObject([
    {
      labels: { service_name: "a", alertname: "Slow" },
      value: 2,
      evidence: { finding: "number of firing alerts is 2 (== 2)" },
    },
  ]);
  world.alerts.splice(0, 1);
  const cleared = world.look(2);
  expect(cleared.holding).toEqual([]);
  expect([...cleared.cleared.values()]).toMatchObject([{ reason: "number of firing alerts is 1" }]);
});

test("of everything together none is a number too, and of all labels each alert is its own", () => {
  const none = new MetricWorld(threshold({ measure: firing, by: [], threshold: { op: "<", value: 1 } }));
  expect(none.look(1).holding).toMatchObject([{ labels: {}, value: 0 }]);
  const each = new MetricWorld(threshold({ measure: firing }));
  each.alerts.push(alert({ job: "1" }), alert({ job: "2" }));
  expect(each.look(1).holding.map(({ labels }) => labels)).toEqual([
    { alertname: "Slow", job: "1", alertstate: "firing" },
    { alertname: "Slow", job: "2", alertstate: "firing" },
  ]);
});

test("is judged on arrival only if other alerts fire than before, and never counts itself", () => {
  const world = new MetricWorld(threshold({ measure: { kind: "alerts", matchers: [] }, by: [] }), { mode: "event" });
  expect(world.touched(1)).toBeUndefined();
  world.alerts.push({ ...alert({}), ruleId: "group/rule" });
  expect(world.touched(1)).toBeUndefined();
  world.alerts.push(alert({}));
  expect(world.touched(2)?.holding).toMatchObject([{ value: 1 }]);
  expect(world.touched(2)).toBeUndefined();
});
