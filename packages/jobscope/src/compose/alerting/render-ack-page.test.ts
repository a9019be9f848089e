import { expect, it } from "vitest";

import { renderAckPage } from "./render-ack-page.ts";

it("posts to where it came from, whatever path a proxy has put before it", () => {
  const page = renderAckPage({ kind: "ask", token: "abc", incidents: [], alerts: [] }, 0);
  const action = /<form method="post" action="([^"]*)">/.exec(page)?.[1] ?? "";
  const link = "https://ops.example.com/monitor/api/scheduler-monitoring/alerts/ack?token=abc";
  expect(new URL(action, link).href).toBe("https://ops.example.com/monitor/api/scheduler-monitoring/alerts/ack");
});
