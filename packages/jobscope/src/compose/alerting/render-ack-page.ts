import { renderAckPage as render } from "@jobscope/alerting";
import type { AckPage } from "@jobscope/alerting";
import { API_PREFIX } from "@jobscope/query-api";
import type { AckView } from "@jobscope/query-api";

/** The page behind the link of a notification, for the API. */
export function renderAckPage(view: AckView, nowMs: number = Date.now()): string {
  return render(pageOf(view, nowMs));
}

function pageOf(view: AckView, nowMs: number): AckPage {
  switch (view.kind) {
    case "ask":
      return { kind: "confirm", alerts: view.alerts, token: view.token, action: `${API_PREFIX}/alerts/ack`, nowMs };
    case "done":
      return { kind: "done", by: view.incidents[0]?.acknowledgedBy ?? "", atMs: nowMs };
    case "refused":
      return view;
  }
}
